"""Opens and writes PKCS#12 files with pyca's `cryptography`.

interop.py read LIST
interop.py write DIR KEY CERTIFICATE...

LIST and the answer are those of Interop.java.
"""

import sys
import warnings
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

warnings.simplefilter("ignore")


def read(path, password):
    loaded = pkcs12.load_pkcs12(Path(path).read_bytes(), password or None)
    keys = [] if loaded.key is None else [
        loaded.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    ]
    own = [] if loaded.cert is None else [loaded.cert]
    certificates = [
        one.certificate.public_bytes(serialization.Encoding.DER)
        for one in own + loaded.additional_certs
    ]
    return keys, certificates


def read_all(list_path):
    for line in Path(list_path).read_text().splitlines():
        path, password = line.split("\t")
        try:
            keys, certificates = read(path, bytes.fromhex(password))
            fields = ["@opened", *(",".join(der.hex() for der in all) for all in (keys, certificates))]
        except Exception as error:
            fields = ["@refused", " ".join(f"{type(error).__name__}: {error}".split())]
        print("\t".join(fields), flush=True)


def write_all(folder, key_path, certificate_path, *chain_paths):
    key = serialization.load_der_private_key(Path(key_path).read_bytes(), None)
    load = lambda path: x509.load_der_x509_certificate(Path(path).read_bytes())
    certificate, chain = load(certificate_path), [load(path) for path in chain_paths]
    best = serialization.BestAvailableEncryption(b"interop")
    ways = {"best": best}
    for scheme in pkcs12.PBES:
        for digest in (hashes.SHA1(), hashes.SHA256(), hashes.SHA512()):
            builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(4096)
            builder = builder.key_cert_algorithm(scheme).hmac_hash(digest)
            ways[f"{scheme.name}-{digest.name}"] = builder.build(b"interop")
    for name, encryption in ways.items():
        written = pkcs12.serialize_key_and_certificates(b"push", key, certificate, chain, encryption)
        Path(folder, f"pyca-{name}.p12").write_bytes(written)


if sys.argv[1] == "read":
    read_all(sys.argv[2])
else:
    write_all(*sys.argv[2:])
