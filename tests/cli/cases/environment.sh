# PRESSMARK_INDEX names the index
# SPDX-License-Identifier: GPL-2.0-or-later
cp -r "$ARTICLES" articles
pressmark-index build -q -o index articles || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

export PRESSMARK_INDEX=index
say pressmark-query --count CXMT
say pressmark-query --count CXMT DDR5
say pressmark-query --count index CXMT
say pressmark-query --count -i index index CXMT
say pressmark-query
export PRESSMARK_INDEX=nowhere
say pressmark-query --count CXMT
export PRESSMARK_INDEX=
say pressmark-query --count CXMT

# fewer files than an index has
export PRESSMARK_INDEX=index
# shellcheck disable=SC3045  # dash and bash know it
(ulimit -Sn 8 && exec "$BIN/pressmark-query" --count CXMT)
