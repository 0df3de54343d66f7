"""What package managers are told: Homebrew's formula, Scoop's manifest, winget's three files. They are written
for the archives that were built; nobody has run them, since neither program is to be had where they are made."""
import json

SAYS = "Tables in PDF, Word, workbooks, CSV, Markdown and HTML as clean, typed, linked data"
LICENCE = "MIT OR Apache-2.0"


def homebrew(version, homepage, url, archives):
    """The formula for Linux and, where it was built, macOS. `archives`: system to name and SHA-256."""
    blocks = []
    for system, condition in [("linux-x86_64", "on_linux"), ("macos-aarch64", "on_macos")]:
        if system in archives:
            name, digest = archives[system]
            blocks.append(f'  {condition} do\n    url "{url}/{name}"\n    sha256 "{digest}"\n  end\n')
    return (
        f'class Tablemend < Formula\n  desc "{SAYS}"\n  homepage "{homepage}"\n  version "{version}"\n'
        '  license any_of: ["MIT", "Apache-2.0"]\n\n' + "\n".join(blocks) +
        '\n  def install\n    bin.install "bin/tablemend"\n    man1.install Dir["share/man/man1/*.1"]\n'
        '    bash_completion.install "share/completions/tablemend.bash" => "tablemend"\n'
        '    zsh_completion.install "share/completions/_tablemend"\n'
        '    fish_completion.install "share/completions/tablemend.fish"\n  end\n\n'
        '  test do\n    assert_match version.to_s, shell_output("#{bin}/tablemend --version")\n  end\nend\n')


def scoop(version, homepage, url, name, digest):
    folder = name.removesuffix(".zip")
    return json.dumps({
        "version": version, "description": SAYS, "homepage": homepage, "license": LICENCE.replace(" OR ", "|"),
        "architecture": {"64bit": {"url": f"{url}/{name}", "hash": digest, "extract_dir": folder}},
        "bin": "bin\\tablemend.exe",
    }, indent=4) + "\n"


def winget(version, homepage, url, name, digest):
    """The three files by their names."""
    head = f"PackageIdentifier: Tablemend.Tablemend\nPackageVersion: {version}\n"
    folder = name.removesuffix(".zip")

    def tail(kind):
        return f"ManifestType: {kind}\nManifestVersion: 1.6.0\n"

    return {
        "Tablemend.Tablemend.yaml": head + "DefaultLocale: en-GB\n" + tail("version"),
        "Tablemend.Tablemend.installer.yaml": head + (
            "InstallerType: zip\nNestedInstallerType: portable\nNestedInstallerFiles:\n"
            f"- RelativeFilePath: {folder}\\bin\\tablemend.exe\n  PortableCommandAlias: tablemend\n"
            f"Installers:\n- Architecture: x64\n  InstallerUrl: {url}/{name}\n"
            f"  InstallerSha256: {digest.upper()}\n") + tail("installer"),
        "Tablemend.Tablemend.locale.en-GB.yaml": head + (
            "PackageLocale: en-GB\nPublisher: tablemend developers\nPackageName: tablemend\n"
            f"PackageUrl: {homepage}\nLicense: {LICENCE}\nShortDescription: {SAYS}\n") + tail("defaultLocale"),
    }
