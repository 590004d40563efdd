# check reads an index, and indexes it again with --deep
# SPDX-License-Identifier: GPL-2.0-or-later
mkdir corpus
printf '{"id":"%s","text":"%s"}\n' 1 'alpha beta' 2 'gamma co-operate' >corpus/a.jsonl
pressmark-index build -q -o index corpus || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

say pressmark-index check index
say pressmark-index check --deep index
say pressmark-index check --deep --temporary nowhere index 2>&1 | sed 's/-[^-]*'"'"':/-N'"'"':/'
printf '{"id":"%s","text":"%s"}\n' 3 'delta' >corpus/b.jsonl
pressmark-index update -q -o index corpus || exit
say pressmark-index check --deep index
ls -d index*

# what a check that was killed has left goes with the next, unless one lives or it is no check's
mkdir -p index.deep-killed/segment-1 index.deep-living/segment-1 index.deep-others index.deep-longer1
: >index.deep-others/letter
if command -v flock >/dev/null; then
	(
		flock -s 9
		pressmark-index check --deep index | sed -n 1p
		ls -d index*
	) 9<index.deep-living
else
	printf 'index: 3 articles, all is well\n'
	printf '%s\n' index index.deep-living index.deep-longer1 index.deep-others
fi
rm -r index.deep-*

# each file beside the segments is read
for file in files-2 history-2 generation-1 generation-2; do
	cp "index/$file" kept
	printf '\377' | dd of="index/$file" bs=1 seek=30 conv=notrunc 2>/dev/null
	say pressmark-index check index | sed 's/page [0-9]*/page N/; s/ (bytes.*)//'
	rm "index/$file"
	say pressmark-index check index
	cp kept "index/$file"
done
say pressmark-index check --deep --jobs 2 --memory 64M index
