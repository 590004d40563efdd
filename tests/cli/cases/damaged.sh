# a damaged index is named; building again heals it
# SPDX-License-Identifier: GPL-2.0-or-later
cp -r "$ARTICLES" articles
# with an id, so that the database has data of them too
pressmark-index build -q -o plain articles || exit
pressmark-index export plain | awk '{ sub(/^\{/, "{\"id\":\"" substr("abc", NR, 1) "\","); print }' >articles.jsonl
pressmark-index build -q -o index articles.jsonl || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

# sizes depend on the libraries, and paths on the folder of the test
sizes()
{
	sed -E "s#$PWD/##"'; s/(block|page) [0-9]+/\1 N/; s/ \(bytes [0-9]+ to [0-9]+\)//; s/(should have) [0-9]+/\1 N/'
}

name_of()
{
	find index -name "$1" -type f
}
for file in generation lexicon words dressing pairs shares articles guard docdata.glass iamglass postlist.glass; do
	path=$(name_of $file)
	cp "$path" kept
	printf '\377' | dd of="$path" bs=1 seek=70 conv=notrunc 2>/dev/null
	say pressmark-index check index | sizes
	head -c 60 kept >"$path"
	say pressmark-query index CXMT | sizes
	rm "$path"
	say pressmark-query index CXMT
	cp kept "$path"
done
say pressmark-query --count index CXMT
: >index/generation
say pressmark-query index CXMT
say pressmark-index export index
say pressmark-index build -q -o index articles
say pressmark-query --count index CXMT
rm -r index/segment-*
say pressmark-query index CXMT
sed -i 's/^pressmark-index [0-9]*$/pressmark-index 999/' index/generation
say pressmark-query index CXMT
say pressmark-index build -q -o index articles
say pressmark-index check index
