# a damaged index becomes whole again, from what is left and from its files
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
pressmark-index build -q -o index --base . wire || exit
rows c 9 9 >wire/c.jsonl
rows a 1 6 | sed '3d; s/number5/number five/' >wire/a.jsonl
pressmark-index update -q --base . -o index wire || exit
pressmark-index remove -q index b2 || exit

# what is typed, what comes back, and the status; sizes depend on the libraries
say()
{
	echo "\$ $*"
	"$@" 2>&1 | grep -v '^  time  ' |
		sed -E 's/(block|page) [0-9]+/\1 N/; s/ \(bytes [0-9]+ to [0-9]+\)//'
	echo "[${PIPESTATUS[0]}]"
}

# state INDEX: all that has to be the same afterwards
state()
{
	sed -n -E '/^(fingerprint|stories|language) /p' "$1/generation"
	pressmark-index export "$1" | LC_ALL=C sort
	pressmark-query --count "$1" oil
	pressmark-query --count --new-since 1 "$1" oil
}

# afresh: the damage is another
afresh()
{
	echo "--- $*"
	rm -rf broken
	cp -r index broken
}

# hurt FILE...: a byte of each is another
hurt()
{
	for file in "$@"; do
		printf '\377' | dd of="broken/$file" bs=1 seek=70 conv=notrunc 2>/dev/null
	done
}

# repaired: it is whole and what it was
repaired()
{
	pressmark-index check broken 2>&1 | head -n 1
	state broken >is
	diff should is && echo "what it was"
	find broken -maxdepth 1 -name 'generation-*' | wc -l
}

say pressmark-index repair index
cp -r index old
state index >should

# what follows from articles costs none of them
for file in pairs shares sketches lengths guard xapian/postlist.glass xapian/iamglass; do
	afresh $file
	hurt segment-1/$file
	say pressmark-index repair broken
	repaired
done

# what they are made of does
for file in words dressing lexicon articles origins; do
	afresh $file
	hurt segment-1/$file
	cp -r broken before
	say pressmark-index repair broken
	diff -r -x lock before broken && echo "nothing was changed"
	rm -r before
	say pressmark-index repair --base . broken wire
	repaired
done
afresh a segment is not there
rm -r broken/segment-1
say pressmark-index repair broken
say pressmark-index repair --base . broken wire/a.jsonl
say pressmark-index repair --base . broken wire
repaired
afresh no segment is whole
hurt segment-1/words segment-2/dressing
say pressmark-index repair broken
say pressmark-index repair --base . broken wire
repaired

# beside the segments
for file in generation files-3 history-3 removed-3 generation-2 generation-3 files-2; do
	afresh $file
	hurt $file
	say pressmark-index repair broken
	repaired
done
afresh and all of these
hurt generation files-3 history-3 removed-3
rm broken/files-2 broken/removed-2
say pressmark-index repair broken
say pressmark-index repair --base . broken wire
say pressmark-index repair --base . --allow-loss broken wire
say pressmark-index check broken
state broken | diff should -
say pressmark-index remove broken b2
say pressmark-index update --base . -o broken wire
state broken | diff should - && echo "what it was"
pressmark-index history broken | cut -c 1-6,28-
afresh 'all but what is gone, which stays away'
hurt generation files-3 history-3
say pressmark-index repair broken
repaired
say pressmark-index update --base . -o broken wire
pressmark-index history broken | cut -c 1-6,28-
afresh one of them and a segment
hurt files-3 removed-3 segment-1/words
say pressmark-index repair broken
say pressmark-index repair --base . broken wire
say pressmark-index repair --base . --allow-loss broken wire
say pressmark-index check broken
afresh 'a row that is gone was gone before, or is none that anybody knows'
rm broken/generation-2 broken/removed-3
say pressmark-index repair broken
say pressmark-index repair --base . broken wire
repaired

echo "--- an earlier generation has them"
pressmark-index merge -q index || exit
pressmark-index stats index | grep segment
afresh all of one segment
hurt segment-3/words
say pressmark-index repair broken
repaired

echo "--- a list of files that nobody knows any more"
rows z 1 2 >z.jsonl
tar -cf wire/z.tar z.jsonl && rm z.jsonl
printf 'Tin\n\nTin is a metal.\n' >wire/tin.txt
pressmark-index build -q --keep 1 -o index wire 2>/dev/null || exit
state index >should
afresh files-5
rm broken/files-5
say pressmark-index repair broken
repaired
afresh files-5, and the names of articles say nothing from here
rm broken/files-5
mkdir elsewhere
(cd elsewhere && say pressmark-index repair ../broken)
say pressmark-index repair broken wire
repaired
say pressmark-index update -o broken wire

echo "--- files are others by now"
rm -rf index
mv old index
afresh changed, and gone
hurt segment-1/words
sed -i 's/number3/number three/; 1d; $a {"id":"b9","text":"a new row"}' wire/b.jsonl
rm wire/a.jsonl
say pressmark-index repair --base . broken wire
say pressmark-index repair --base . --allow-loss broken wire
say pressmark-index check broken
say pressmark-query --count broken oil
say pressmark-index update --base . --max-removed 100% -o broken wire
say pressmark-index check broken

echo "--- what repeats stays folded away"
for n in $(seq 1 8); do
	printf '{"id":"p%d","source":"Wire","text":"Oil is at %d dollars a barrel in story number%d.\\nMore is said of it here, in words that only number%d has.\\nFollow us and share this"}\n' \
		$n $n $n $n
done >pages.jsonl
head -n 6 pages.jsonl >wire/pages.jsonl
pressmark-index build -q --clean balanced -o index wire/pages.jsonl 2>/dev/null || exit
tail -n 2 pages.jsonl >wire/more.jsonl
pressmark-index add -q index wire/more.jsonl || exit
pressmark-index stats index | grep -E '^(segment|articles with folds)'
state index >should
first=$(sed -n 's/^segment //p' index/generation | head -n 1)
for file in sketches words blocks folds/words; do
	afresh $file
	hurt "$first/$file"
	say pressmark-index repair broken wire
	repaired
done

echo "--- nothing is left"
afresh the segments and the generation
rm -r broken/segment-*
say pressmark-index repair broken
say pressmark-index repair --allow-loss broken
rm broken/generation*
say pressmark-index repair broken
say pressmark-index repair nowhere
say pressmark-index repair
