# without any article nothing is changed
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

mkdir none
say pressmark-index build -o index none
say pressmark-index build -o new none
[ ! -e new ] || echo "a folder is left behind"
: >none/empty.txt
echo nonsense >none/a.jsonl
say pressmark-index build -o index none
say pressmark-index build -o index nowhere
say pressmark-index build -o new nowhere
[ ! -e new ] || echo "a folder is left behind"
say pressmark-query --count index CXMT
ls index
