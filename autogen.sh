#!/bin/sh
# Makes configure and Makefile.in from configure.ac and the *.am and *.mk files.
# SPDX-License-Identifier: GPL-2.0-or-later
set -eu
cd "$(dirname "$0")"
for tool in autoconf automake aclocal pkg-config; do
	if ! command -v "$tool" >/dev/null; then
		echo "autogen.sh: '$tool' is missing (Debian: apt-get install autoconf automake pkg-config)" >&2
		exit 1
	fi
done
exec autoreconf --install --force
