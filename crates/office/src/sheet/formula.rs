//! Formulas of conditional formats, as far as they can be worked out from the cells' values.

use super::corner;
use std::cell::Cell;
use std::collections::HashMap;

/// Formulas in each other go so deep.
const DEEPEST: usize = 64;

/// Longer formulas are not looked at.
const LONGEST: usize = 8192;

/// A cell's value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Value {
    #[default]
    Blank,
    Number(f64),
    Text(String),
    Truth(bool),
    Error,
}

impl Value {
    fn number(&self) -> Option<f64> {
        match self {
            Self::Blank => Some(0.0),
            Self::Number(n) => Some(*n),
            Self::Truth(t) => Some(f64::from(u8::from(*t))),
            Self::Text(t) => t.trim().parse().ok(),
            Self::Error => None,
        }
    }

    /// As it is joined to other texts.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Blank | Self::Error => String::new(),
            Self::Number(n) => super::format::general(*n),
            Self::Text(t) => t.clone(),
            Self::Truth(t) => if *t { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }

    pub(super) fn is_true(&self) -> Option<bool> {
        match self {
            Self::Truth(t) => Some(*t),
            Self::Number(n) => Some(*n != 0.0),
            Self::Blank => Some(false),
            Self::Text(_) | Self::Error => None,
        }
    }
}

/// The values of a sheet's cells.
pub(super) type Values = HashMap<(u32, u32), Value>;

/// Where a formula is, and what it may look at.
pub(super) struct Context<'v> {
    /// Values of all sheets, by their names in lower case.
    pub(super) sheets: &'v HashMap<String, Values>,
    /// Values of the sheet itself.
    pub(super) own: &'v Values,
    /// How far the cell is from the one for which the formula is written: rows, columns.
    pub(super) shift: (i64, i64),
    /// The cell.
    pub(super) cell: (u32, u32),
    /// Cells that may still be looked at, in all formulas together.
    pub(super) room: &'v Cell<u64>,
}

/// Why a formula cannot be worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// It hangs on the day on which the workbook is opened.
    Today,
    /// A function or a form that is not known.
    Form,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Text(String),
    Name(String),
    Sign(&'static str),
}

#[derive(Clone, Debug)]
enum Node {
    Value(Value),
    Area { sheet: Option<String>, first: Corner, last: Corner },
    Unary(&'static str, Box<Node>),
    Binary(&'static str, Box<Node>, Box<Node>),
    Call(String, Vec<Node>),
}

/// A corner of an area: number and whether it moves with the cell.
#[derive(Clone, Copy, Debug)]
struct Corner {
    row: (i64, bool),
    col: (i64, bool),
}

/// A formula, ready to be worked out.
#[derive(Clone, Debug)]
pub(super) struct Formula(Node);

impl Formula {
    /// Reads a formula; `None` where its form is not known.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let tokens = tokens(text.trim().trim_start_matches('='))?;
        let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
        let node = parser.binary(0)?;
        (parser.at == tokens.len()).then_some(Self(node))
    }

    /// Whether a comparison of two values holds.
    pub(super) fn compare(sign: &str, a: &Value, b: &Value) -> bool {
        combined(sign, a, b) == Value::Truth(true)
    }

    /// Works it out for a cell.
    pub(super) fn value(&self, context: &Context<'_>) -> Result<Value, Unknown> {
        one(&self.0, context)
    }
}

const SIGNS: [&str; 18] =
    ["<>", "<=", ">=", "<", ">", "=", "+", "-", "*", "/", "^", "&", "(", ")", ",", "%", ":", "!"];

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c.is_whitespace() {
            rest = &rest[c.len_utf8()..];
        } else if c == '"' {
            let (text, behind) = quoted(&rest[1..], '"')?;
            out.push(Token::Text(text));
            rest = behind;
        } else if c == '\'' {
            let (text, behind) = quoted(&rest[1..], '\'')?;
            out.push(Token::Name(text));
            rest = behind;
        } else if c.is_ascii_digit() || c == '.' {
            let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
            out.push(Token::Number(rest[..end].parse().ok()?));
            rest = &rest[end..];
        } else if c.is_alphabetic() || matches!(c, '_' | '$' | '#') {
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '#')))
                .unwrap_or(rest.len());
            out.push(Token::Name(rest[..end].to_owned()));
            rest = &rest[end..];
        } else {
            let sign = SIGNS.iter().find(|s| rest.starts_with(**s))?;
            out.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        }
    }
    Some(out)
}

/// A quoted text whose quotes are written twice, and what is behind it.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut rest = text;
    loop {
        let at = rest.find(quote)?;
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.strip_prefix(quote) {
            Some(behind) => {
                out.push(quote);
                rest = behind;
            }
            None => return Some((out, rest)),
        }
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn sign(&mut self, wanted: &[&'static str]) -> Option<&'static str> {
        match self.tokens.get(self.at) {
            Some(Token::Sign(s)) if wanted.contains(s) => {
                self.at += 1;
                Some(s)
            }
            _ => None,
        }
    }

    fn binary(&mut self, level: usize) -> Option<Node> {
        const LEVELS: [&[&str]; 5] =
            [&["=", "<>", "<", ">", "<=", ">="], &["&"], &["+", "-"], &["*", "/"], &["^"]];
        let Some(signs) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.binary(level + 1)?;
        let mut length = 0;
        while let Some(sign) = self.sign(signs) {
            let right = self.binary(level + 1)?;
            left = Node::Binary(sign, Box::new(left), Box::new(right));
            length += 1;
            if length > 4 * DEEPEST {
                return None;
            }
        }
        Some(left)
    }

    fn unary(&mut self) -> Option<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let node = match self.sign(&["-", "+"]) {
            Some(sign) => Node::Unary(sign, Box::new(self.unary()?)),
            None => self.atom()?,
        };
        self.depth -= 1;
        let node = match self.sign(&["%"]) {
            Some(sign) => Node::Unary(sign, Box::new(node)),
            None => node,
        };
        Some(node)
    }

    fn atom(&mut self) -> Option<Node> {
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        match token {
            Token::Number(n) => Some(Node::Value(Value::Number(n))),
            Token::Text(t) => Some(Node::Value(Value::Text(t))),
            Token::Sign("(") => {
                let inner = self.binary(0)?;
                self.sign(&[")"])?;
                Some(inner)
            }
            Token::Sign(_) => None,
            Token::Name(name) => self.name(name),
        }
    }

    fn name(&mut self, name: String) -> Option<Node> {
        if self.sign(&["("]).is_some() {
            let mut arguments = Vec::new();
            if self.sign(&[")"]).is_none() {
                loop {
                    let is_left_out =
                        matches!(self.tokens.get(self.at), Some(Token::Sign("," | ")")));
                    arguments.push(if is_left_out {
                        Node::Value(Value::Blank)
                    } else {
                        self.binary(0)?
                    });
                    if self.sign(&[")"]).is_some() {
                        break;
                    }
                    self.sign(&[","])?;
                }
            }
            let name = name.to_ascii_uppercase();
            let name = name.strip_prefix("_XLFN.").map_or(name.clone(), str::to_owned);
            return Some(Node::Call(name, arguments));
        }
        let (sheet, name) = match self.sign(&["!"]) {
            Some(_) => match self.tokens.get(self.at) {
                Some(Token::Name(inner)) => {
                    let inner = inner.clone();
                    self.at += 1;
                    (Some(name.to_lowercase()), inner)
                }
                _ => return None,
            },
            None => (None, name),
        };
        match name.to_ascii_uppercase().as_str() {
            "TRUE" => return Some(Node::Value(Value::Truth(true))),
            "FALSE" => return Some(Node::Value(Value::Truth(false))),
            _ => {}
        }
        let first = reference(&name)?;
        let last = match self.sign(&[":"]) {
            Some(_) => match self.tokens.get(self.at) {
                Some(Token::Name(last)) => {
                    let last = reference(last)?;
                    self.at += 1;
                    last
                }
                _ => return None,
            },
            None => first,
        };
        Some(Node::Area { sheet, first, last })
    }
}

fn reference(name: &str) -> Option<Corner> {
    let (row, col) = corner(&name.replace('$', ""))?;
    let col_fixed = name.starts_with('$');
    let row_fixed = name.get(1..).is_some_and(|n| n.contains('$'));
    Some(Corner { row: (i64::from(row), !row_fixed), col: (i64::from(col), !col_fixed) })
}

fn area(first: &Corner, last: &Corner, context: &Context<'_>) -> Option<[u32; 4]> {
    let moved =
        |(n, moves): (i64, bool), by: i64| u32::try_from(if moves { n + by } else { n }).ok();
    let (by_rows, by_columns) = context.shift;
    let (a, b) = (moved(first.row, by_rows)?, moved(first.col, by_columns)?);
    let (c, d) = (moved(last.row, by_rows)?, moved(last.col, by_columns)?);
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

/// The values of an argument, each cell of an area by itself; blank cells are left out of areas.
fn many(node: &Node, context: &Context<'_>) -> Result<Vec<Value>, Unknown> {
    let Node::Area { sheet, first, last } = node else { return Ok(vec![one(node, context)?]) };
    let Some([a, b, c, d]) = area(first, last, context) else { return Ok(vec![Value::Error]) };
    let values = match sheet {
        Some(name) => context.sheets.get(name).ok_or(Unknown::Form)?,
        None => context.own,
    };
    let asked = u64::from(c - a + 1) * u64::from(d - b + 1);
    let looked = asked.min(values.len() as u64);
    let room = context.room.get().checked_sub(looked).ok_or(Unknown::Form)?;
    context.room.set(room);
    if asked <= values.len() as u64 {
        let cells = (a..=c).flat_map(|r| (b..=d).map(move |k| (r, k)));
        return Ok(cells.filter_map(|at| values.get(&at).cloned()).collect());
    }
    let inside = |(r, k): &(u32, u32)| (a..=c).contains(r) && (b..=d).contains(k);
    let mut found: Vec<_> = values.iter().filter(|(at, _)| inside(at)).collect();
    found.sort_by_key(|(at, _)| **at);
    Ok(found.into_iter().map(|(_, v)| v.clone()).collect())
}

fn one(node: &Node, context: &Context<'_>) -> Result<Value, Unknown> {
    match node {
        Node::Value(value) => Ok(value.clone()),
        Node::Area { sheet, first, last } => {
            let Some([a, b, c, d]) = area(first, last, context) else { return Ok(Value::Error) };
            if (a, b) != (c, d) {
                return Err(Unknown::Form);
            }
            let values = match sheet {
                Some(name) => context.sheets.get(name).ok_or(Unknown::Form)?,
                None => context.own,
            };
            Ok(values.get(&(a, b)).cloned().unwrap_or_default())
        }
        Node::Unary(sign, inner) => {
            let Some(number) = one(inner, context)?.number() else { return Ok(Value::Error) };
            Ok(Value::Number(match *sign {
                "-" => -number,
                "%" => number / 100.0,
                _ => number,
            }))
        }
        Node::Binary(sign, left, right) => {
            let (a, b) = (one(left, context)?, one(right, context)?);
            Ok(combined(sign, &a, &b))
        }
        Node::Call(name, arguments) => call(name, arguments, context),
    }
}

fn combined(sign: &str, a: &Value, b: &Value) -> Value {
    if *a == Value::Error || *b == Value::Error {
        return Value::Error;
    }
    if sign == "&" {
        return Value::Text(a.text() + &b.text());
    }
    if matches!(sign, "=" | "<>" | "<" | ">" | "<=" | ">=") {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let order = compared(a, b);
        return Value::Truth(match sign {
            "=" => order == Equal,
            "<>" => order != Equal,
            "<" => order == Less,
            ">" => order == Greater,
            "<=" => order != Greater,
            _ => order != Less,
        });
    }
    let (Some(x), Some(y)) = (a.number(), b.number()) else { return Value::Error };
    let result = match sign {
        "+" => x + y,
        "-" => x - y,
        "*" => x * y,
        "/" => x / y,
        _ => x.powf(y),
    };
    if result.is_finite() { Value::Number(result) } else { Value::Error }
}

/// Numbers come before texts, texts before truths; texts are compared without their case.
fn compared(a: &Value, b: &Value) -> std::cmp::Ordering {
    let blank = |v: &Value, other: &Value| match (v, other) {
        (Value::Blank, Value::Text(_)) => Value::Text(String::new()),
        (Value::Blank, Value::Truth(_)) => Value::Truth(false),
        (Value::Blank, _) => Value::Number(0.0),
        (v, _) => v.clone(),
    };
    let (a, b) = (blank(a, b), blank(b, a));
    let rank = |v: &Value| match v {
        Value::Blank | Value::Number(_) => 0,
        Value::Text(_) => 1,
        Value::Truth(_) => 2,
        Value::Error => 3,
    };
    match (&a, &b) {
        (Value::Number(x), Value::Number(y)) => x.total_cmp(y),
        (Value::Text(x), Value::Text(y)) => x.to_lowercase().cmp(&y.to_lowercase()),
        (Value::Truth(x), Value::Truth(y)) => x.cmp(y),
        _ => rank(&a).cmp(&rank(&b)),
    }
}

fn call(name: &str, arguments: &[Node], context: &Context<'_>) -> Result<Value, Unknown> {
    let arg = |i: usize| -> Result<Value, Unknown> {
        arguments.get(i).map_or(Err(Unknown::Form), |node| one(node, context))
    };
    let text = |i: usize| arg(i).map(|v| v.text());
    let number = |i: usize| arg(i).map(|v| v.number());
    let count = |i: usize, otherwise: usize| -> Result<usize, Unknown> {
        match arguments.get(i) {
            Some(node) => Ok(one(node, context)?.number().unwrap_or(0.0).max(0.0) as usize),
            None => Ok(otherwise),
        }
    };
    let all = || -> Result<Vec<Value>, Unknown> {
        let mut out = Vec::new();
        for node in arguments {
            out.append(&mut many(node, context)?);
        }
        Ok(out)
    };
    let numbers = || -> Result<Vec<f64>, Unknown> {
        let of = |v: Value| match v {
            Value::Number(n) => Some(n),
            _ => None,
        };
        Ok(all()?.into_iter().filter_map(of).collect())
    };
    let truth = |t: bool| Ok(Value::Truth(t));
    match name {
        "TODAY" | "NOW" => Err(Unknown::Today),
        "TRUE" => truth(true),
        "FALSE" => truth(false),
        "AND" | "OR" | "XOR" => {
            let mut told: Vec<bool> = Vec::new();
            for value in all()? {
                match (&value, value.is_true()) {
                    (Value::Error, _) => return Ok(Value::Error),
                    (_, Some(t)) => told.push(t),
                    (_, None) => {}
                }
            }
            truth(match name {
                "AND" => told.iter().all(|t| *t),
                "OR" => told.iter().any(|t| *t),
                _ => told.iter().filter(|t| **t).count() % 2 == 1,
            })
        }
        "NOT" => Ok(arg(0)?.is_true().map_or(Value::Error, |t| Value::Truth(!t))),
        "IF" => match arg(0)?.is_true() {
            Some(true) => arguments.get(1).map_or(truth(true), |n| one(n, context)),
            Some(false) => arguments.get(2).map_or(truth(false), |n| one(n, context)),
            None => Ok(Value::Error),
        },
        "IFERROR" => match arg(0)? {
            Value::Error => arg(1),
            value => Ok(value),
        },
        "ISBLANK" => truth(arg(0)? == Value::Blank),
        "ISERROR" | "ISERR" | "ISNA" => truth(arg(0)? == Value::Error),
        "ISNUMBER" => truth(matches!(arg(0)?, Value::Number(_))),
        "ISTEXT" => truth(matches!(arg(0)?, Value::Text(_))),
        "ISNONTEXT" => truth(!matches!(arg(0)?, Value::Text(_))),
        "LEN" => Ok(Value::Number(text(0)?.chars().count() as f64)),
        "TRIM" => {
            let text = text(0)?;
            Ok(Value::Text(text.split_whitespace().collect::<Vec<_>>().join(" ")))
        }
        "UPPER" => Ok(Value::Text(text(0)?.to_uppercase())),
        "LOWER" => Ok(Value::Text(text(0)?.to_lowercase())),
        "LEFT" => Ok(Value::Text(text(0)?.chars().take(count(1, 1)?).collect())),
        "RIGHT" => {
            let text: Vec<char> = text(0)?.chars().collect();
            let from = text.len().saturating_sub(count(1, 1)?);
            Ok(Value::Text(text[from..].iter().collect()))
        }
        "MID" => {
            let from = count(1, 1)?.saturating_sub(1);
            Ok(Value::Text(text(0)?.chars().skip(from).take(count(2, 0)?).collect()))
        }
        "EXACT" => truth(text(0)? == text(1)?),
        "CONCATENATE" | "CONCAT" => Ok(Value::Text(all()?.iter().map(Value::text).collect())),
        "SEARCH" | "FIND" => {
            let (mut wanted, mut within) = (text(0)?, text(1)?);
            if arguments.len() > 2 || name == "SEARCH" && wanted.contains(['*', '?', '~']) {
                return Err(Unknown::Form);
            }
            if name == "SEARCH" {
                (wanted, within) = (wanted.to_lowercase(), within.to_lowercase());
            }
            let at = within.find(&wanted).map(|at| within[..at].chars().count() + 1);
            Ok(at.map_or(Value::Error, |at| Value::Number(at as f64)))
        }
        "VALUE" => Ok(number(0)?.map_or(Value::Error, Value::Number)),
        "ABS" => Ok(number(0)?.map_or(Value::Error, |n| Value::Number(n.abs()))),
        "INT" => Ok(number(0)?.map_or(Value::Error, |n| Value::Number(n.floor()))),
        "ROUND" => match (number(0)?, number(1)?) {
            (Some(n), Some(to)) => {
                let by = 10f64.powi(to.clamp(-15.0, 15.0) as i32);
                Ok(Value::Number((n * by).round() / by))
            }
            _ => Ok(Value::Error),
        },
        "MOD" => match (number(0)?, number(1)?) {
            (Some(a), Some(b)) if b != 0.0 => Ok(Value::Number(a - b * (a / b).floor())),
            _ => Ok(Value::Error),
        },
        "ROW" if arguments.is_empty() => Ok(Value::Number(f64::from(context.cell.0 + 1))),
        "COLUMN" if arguments.is_empty() => Ok(Value::Number(f64::from(context.cell.1 + 1))),
        "ROW" | "COLUMN" => match arguments.first() {
            Some(Node::Area { first, last, .. }) => {
                let Some([row, col, ..]) = area(first, last, context) else {
                    return Ok(Value::Error);
                };
                let at = if name == "ROW" { row } else { col };
                Ok(Value::Number(f64::from(at + 1)))
            }
            _ => Err(Unknown::Form),
        },
        "SUM" => Ok(Value::Number(numbers()?.iter().sum())),
        "MAX" => Ok(Value::Number(numbers()?.into_iter().reduce(f64::max).unwrap_or(0.0))),
        "MIN" => Ok(Value::Number(numbers()?.into_iter().reduce(f64::min).unwrap_or(0.0))),
        "AVERAGE" => {
            let all = numbers()?;
            match all.len() {
                0 => Ok(Value::Error),
                n => Ok(Value::Number(all.iter().sum::<f64>() / n as f64)),
            }
        }
        "COUNT" => Ok(Value::Number(numbers()?.len() as f64)),
        "COUNTA" => {
            let filled = all()?.iter().filter(|v| **v != Value::Blank).count();
            Ok(Value::Number(filled as f64))
        }
        "COUNTIF" => {
            let values = many(arguments.first().ok_or(Unknown::Form)?, context)?;
            let wanted = arg(1)?;
            let met = criterion(&wanted)?;
            Ok(Value::Number(values.iter().filter(|v| met(v)).count() as f64))
        }
        "DATE" => match (number(0)?, number(1)?, number(2)?) {
            (Some(y), Some(m), Some(d)) => {
                let whole = |n: f64| n.clamp(-1e6, 1e6) as i64;
                let months = whole(y) * 12 + whole(m) - 1;
                let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
                let first = i16::try_from(year)
                    .ok()
                    .and_then(|y| tablemend_model::Date::new(y, month as i8, 1).ok());
                let epoch = tablemend_model::Date::constant(1899, 12, 30);
                let serial = first.map(|f| f64::from((f - epoch).get_days()));
                Ok(serial.map_or(Value::Error, |s| Value::Number(s + d - 1.0)))
            }
            _ => Ok(Value::Error),
        },
        _ => Err(Unknown::Form),
    }
}

/// What a criterion of `COUNTIF` asks of a value.
fn criterion(wanted: &Value) -> Result<impl Fn(&Value) -> bool, Unknown> {
    let text = wanted.text();
    if text.contains(['*', '?', '~']) {
        return Err(Unknown::Form);
    }
    let sign = ["<>", "<=", ">=", "<", ">", "="].into_iter().find(|s| text.starts_with(s));
    let rest = sign.map_or(text.as_str(), |s| &text[s.len()..]).to_owned();
    let value = match rest.trim().parse::<f64>() {
        Ok(number) => Value::Number(number),
        Err(_) => Value::Text(rest),
    };
    let sign = sign.unwrap_or("=");
    Ok(move |of: &Value| {
        // Numbers are counted among numbers only.
        let is_other = matches!(value, Value::Number(_)) != matches!(of, Value::Number(_));
        if is_other { sign == "<>" } else { combined(sign, of, &value) == Value::Truth(true) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn works_out(text: &str) -> Result<Value, Unknown> {
        let own: Values = [
            ((0, 0), Value::Text("Green".to_owned())),
            ((1, 0), Value::Number(12.0)),
            ((2, 0), Value::Number(3.0)),
            ((1, 1), Value::Text("Overdue".to_owned())),
        ]
        .into();
        let sheets = HashMap::from([("key list".to_owned(), own.clone())]);
        let room = Cell::new(1000);
        let context =
            Context { sheets: &sheets, own: &own, shift: (1, 0), cell: (1, 0), room: &room };
        Formula::parse(text).ok_or(Unknown::Form)?.value(&context)
    }

    #[test]
    fn formulas_are_worked_out_for_their_cell() {
        let truth = |t| Ok(Value::Truth(t));
        for (formula, expected) in [
            ("A1=12", truth(true)), // Written for row 1, asked for row 2.
            ("$A$1=\"green\"", truth(true)),
            ("AND($A1>10,$B1=\"Overdue\")", truth(true)),
            ("NOT(ISERROR(SEARCH(\"due\",B1)))", truth(true)),
            ("LEFT(B1,LEN(\"Over\"))=\"Over\"", truth(true)),
            ("ISBLANK(C1)", truth(true)),
            ("LEN(TRIM(C1))=0", truth(true)),
            ("'Key list'!$A$1=\"Green\"", truth(true)),
            ("MOD(ROW(),2)=0", truth(true)),
            ("COUNTIF($A$1:$A$9,\">5\")=1", truth(true)),
            ("SUM(A1:A2)", Ok(Value::Number(15.0))),
            ("DATE(2024,2,30)=DATE(2024,3,1)", truth(true)),
        ] {
            assert_eq!(works_out(formula), expected, "{formula}");
        }
        assert_eq!(works_out("C1<TODAY()"), Err(Unknown::Today));
        assert_eq!(works_out("VLOOKUP(A1,B:C,2)"), Err(Unknown::Form));
    }

    #[test]
    fn odd_formulas_are_not_known() {
        let deep = "(".repeat(5000);
        let long = "1+".repeat(3000) + "1";
        let minus = "-".repeat(4000) + "1";
        for text in ["", "(", "1+", "\"a", "A1:", "A1!", "{1,2}", &deep, &long, &minus] {
            assert!(works_out(text).is_err(), "{}", &text[..text.len().min(9)]);
        }
    }
}
