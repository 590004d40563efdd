# which article is the same: several with one id or none, and what moves after it was removed
# SPDX-License-Identifier: GPL-2.0-or-later

say()
{
	echo "\$ $*"
	"$@" 2>&1 | grep -v '^  time  '
	echo "[${PIPESTATUS[0]}]"
}

row()
{
	printf '{"id":"%s","text":"tide %s"}\n' "$1" "$2"
}

# new INDEX GENERATION: what is new since then, and what has changed
new()
{
	say pressmark-query --new-since "$2" --format tsv "$1" tide
	say pressmark-query --new-since "$2" --changed --format tsv "$1" tide
}

echo "--- an id of several articles in one file: another comes first"
mkdir -p c
{
	row a1 north
	row x east
	row x west
} >c/a.jsonl
say pressmark-index build -q -o ix c
{
	row x south
	row a1 north
	row x east
	row x west
} >c/a.jsonl
say pressmark-index update -o ix c
new ix 1
echo "--- one of them is edited, the others change places"
{
	row x west
	row a1 north
	row x south
	row x eastern
} >c/a.jsonl
say pressmark-index update -o ix c
new ix 2

echo "--- what was removed stays away where its file moves to"
say pressmark-index remove --yes ix a1
mv c/a.jsonl c/b.jsonl
say pressmark-index update --max-removed 100% -o ix c
mv c/b.jsonl c/e.jsonl
say pressmark-index update --max-removed 100% -o ix c
say pressmark-query --count ix north
say pressmark-index update -o ix c
echo "--- a copy of it, whose file is not the one that moved, comes in"
row a1 north >c/f.jsonl
say pressmark-index update -o ix c
say pressmark-query --count ix north
echo "--- and so does it, if it is added"
say pressmark-index add ix c/e.jsonl
say pressmark-query --count ix north
say pressmark-index check ix
