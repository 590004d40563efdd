# check says how far damage goes: which segments, and what they have
# SPDX-License-Identifier: GPL-2.0-or-later
rows()
{
	for n in $(seq "$2" "$3"); do
		printf '{"id":"%s%d","date":"2024-03-0%d","text":"oil number%d of %s"}\n' \
			"$1" "$n" "$n" "$n" "$1"
	done
}
mkdir wire
rows a 1 6 >wire/a.jsonl
rows b 2 8 >wire/b.jsonl
pressmark-index build -q -o index --base . wire 2>/dev/null || exit
rows c 9 9 >wire/c.jsonl
pressmark-index add -q --base . index wire/c.jsonl || exit
printf 'Tin\n\nTin is a metal.\n' >wire/tin.txt
pressmark-index add -q --base . index wire/tin.txt || exit
pressmark-index remove -q index a2 || exit

# what is typed, what comes back, and the status; sizes depend on the libraries
say()
{
	echo "\$ $*"
	"$@" 2>&1 | sed -E 's/(block|page) [0-9]+/\1 N/; s/ \(bytes [0-9]+ to [0-9]+\)//'
	echo "[${PIPESTATUS[0]}]"
}

# hurt FILE: a byte of it is another
hurt()
{
	echo "--- $1"
	rm -rf broken
	cp -r index broken
	printf '\377' | dd of="broken/$1" bs=1 seek=70 conv=notrunc 2>/dev/null
}

for file in segment-1/pairs segment-1/xapian/postlist.glass segment-3/dressing; do
	hurt $file
	say pressmark-index check broken
done
echo "--- and another segment"
rm -r broken/segment-1
say pressmark-index check broken

# nobody knows which articles these are; but the others are known
hurt segment-1/origins
say pressmark-index check broken

# no segment
hurt files-4
say pressmark-index check broken
hurt removed-4
say pressmark-index check broken
hurt generation
say pressmark-index check broken
rm broken/generation-*
say pressmark-index check broken

echo "--- no file at all"
rm -r broken
cp -r index broken
rm broken/segment-2/pairs
say pressmark-index check broken

echo "--- of many files some are named"
mkdir many
for n in $(seq 1 14); do
	rows "f$n" 1 $((n > 9 ? 9 : n)) >many/$n.jsonl
done
pressmark-index build -q -o index --base . many 2>/dev/null || exit
hurt "$(sed -n "s/^segment //p" index/generation)/words"
say pressmark-index check broken
