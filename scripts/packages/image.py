"""An image for containers, as OCI says it, without any program for containers: one layer with the program,
and with the libraries that it needs where it is not static. `docker load`, `podman load` and `skopeo` read it."""
import gzip
import hashlib
import io
import json
import os
import tarfile

# A user without rights, as images without a shell have it.
USER = 65532
# How hard archives are packed: 1 is quick, for tests.
LEVEL = int(os.environ.get("PACKING", "6"))


def tarred(files, when):
    """A tar archive of `{path: (bytes, mode)}` with its folders; bytes None is a folder, a str a link."""
    folders = {f"{'/'.join(parts[:n])}": (None, 0o755)
               for parts in (path.split("/") for path in files) for n in range(1, len(parts))}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path, (data, mode) in sorted({**folders, **files}.items()):
            entry = tarfile.TarInfo(path)
            entry.mode, entry.mtime = mode, int(when.timestamp())
            if data is None:
                entry.type = tarfile.DIRTYPE
            elif isinstance(data, str):
                entry.type, entry.linkname, data = tarfile.SYMTYPE, data, b""
            else:
                entry.size = len(data)
            if path in ("work", "tmp"):
                entry.uid = entry.gid = USER
            tar.addfile(entry, io.BytesIO(data or b""))
    return out.getvalue()


def image(files, version, architecture, when):
    """The archive of the image's layout."""
    layer = tarred({**files, "tmp": (None, 0o1777), "work": (None, 0o755),
                    "etc/passwd": (f"tablemend:x:{USER}:{USER}::/work:/none\n".encode(), 0o644)}, when)
    packed = gzip.compress(layer, LEVEL, mtime=0)
    created = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    config = json.dumps({
        "created": created,
        "architecture": architecture,
        "os": "linux",
        "config": {"Entrypoint": ["/usr/bin/tablemend"], "WorkingDir": "/work", "User": f"{USER}:{USER}",
                   "Env": ["PATH=/usr/bin", "TMPDIR=/tmp"],
                   "Labels": {"org.opencontainers.image.version": version,
                              "org.opencontainers.image.licenses": "MIT OR Apache-2.0",
                              "org.opencontainers.image.title": "tablemend"}},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer).hexdigest()]},
        "history": [{"created": created, "created_by": "scripts/release"}],
    }).encode()
    blobs = {}

    def blob(data, kind):
        digest = hashlib.sha256(data).hexdigest()
        blobs[f"blobs/sha256/{digest}"] = (data, 0o644)
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": f"sha256:{digest}", "size": len(data)}

    of_config, of_layer = blob(config, "config.v1+json"), blob(packed, "layer.v1.tar+gzip")
    manifest = blob(json.dumps({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": of_config, "layers": [of_layer],
    }).encode(), "manifest.v1+json")
    name = f"tablemend:{version}"
    manifest["annotations"] = {"org.opencontainers.image.ref.name": version, "io.containerd.image.name": name}
    manifest["platform"] = {"architecture": architecture, "os": "linux"}
    index = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [manifest]}
    place = {part: "blobs/sha256/" + of["digest"].partition(":")[2] for part, of in
             [("config", of_config), ("layer", of_layer)]}
    # What older versions of `docker load` look for.
    older = [{"Config": place["config"], "RepoTags": [name], "Layers": [place["layer"]]}]
    return tarred({
        **blobs,
        "oci-layout": (b'{"imageLayoutVersion": "1.0.0"}', 0o644),
        "index.json": (json.dumps(index).encode(), 0o644),
        "manifest.json": (json.dumps(older).encode(), 0o644),
    }, when)
