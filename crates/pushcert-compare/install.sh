#!/bin/sh
# Installs what the comparison needs beside Rust, on Debian and its relatives: libssl with its
# headers, OpenSSL's module of old algorithms (part of libssl3), pkg-config, what builds the newest
# OpenSSL from source, and the commands that `process.py` runs. Needs root.
set -eu
apt-get update
apt-get install --yes --no-install-recommends libssl-dev pkg-config gcc make perl openssl python3
