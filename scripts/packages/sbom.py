"""The bill of materials, as CycloneDX 1.5 JSON: the crates in the program, their licences and hashes."""
import json
import uuid

from crates import checksums


def purl(crate):
    return f"pkg:cargo/{crate['name']}@{crate['version']}"


def sbom(crates, needs, when):
    known = checksums()
    by_id = {crate["id"]: crate for crate in crates}
    components = []
    for crate in crates[1:]:
        part = {"type": "library", "bom-ref": purl(crate), "name": crate["name"], "version": crate["version"],
                "purl": purl(crate)}
        if crate["license"]:
            # Cargo's old way of writing "or".
            part["licenses"] = [{"expression": crate["license"].replace("/", " OR ")}]
        if (crate["name"], crate["version"]) in known:
            part["hashes"] = [{"alg": "SHA-256", "content": known[crate["name"], crate["version"]]}]
        components.append(part)
    program = crates[0]
    told = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "bom-ref": purl(program), "name": "tablemend",
                          "version": program["version"], "licenses": [{"expression": program["license"]}]},
        },
        "components": components,
        "dependencies": [
            {"ref": purl(crate), "dependsOn": sorted({purl(by_id[need]) for need in needs[crate["id"]]})}
            for crate in crates
        ],
    }
    # The same parts have the same number, so that a build can be repeated.
    told["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(told, sort_keys=True))}"
    return json.dumps(told, indent=1) + "\n"
