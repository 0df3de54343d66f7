//! Binary data written as text (ISO 32000-2, 7.4.2 and 7.4.3), to measure what it holds.

/// The bytes that `ASCIIHexDecode` data stands for, up to its end mark.
pub(crate) fn hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|b| **b != b'>')
        .filter_map(|b| char::from(*b).to_digit(16))
        .map(|d| d as u8)
        .collect();
    // An odd last digit stands for itself and a zero.
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

/// The bytes that `ASCII85Decode` data stands for, up to its end mark.
pub(crate) fn base85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() / 5 * 4);
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for byte in data.iter().take_while(|b| **b != b'~') {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => {
                group.push(byte - b'!');
                if group.len() == 5 {
                    out.extend(number(&group).to_be_bytes());
                    group.clear();
                }
            }
            _ => {}
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        out.extend(&number(&group).to_be_bytes()[..kept]);
    }
    out
}

/// Five digits to the base 85 as a number of four bytes.
fn number(group: &[u8]) -> u32 {
    group.iter().fold(0, |n: u32, digit| n.wrapping_mul(85).wrapping_add(u32::from(*digit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_filters_give_back_their_bytes() {
        assert_eq!(base85(b"87cUR\nD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(base85(b"z87cURDZ~>rest"), b"\0\0\0\0Hello");
        assert_eq!(base85(b"!~>"), b"");
        assert_eq!(hex(b"48 65\n6C6c6F7>00"), b"Hello\x70");
    }
}
