# a corpus is known by the names that it is given, wherever links lead
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back but for the time that it took, and the status
top=$PWD
say()
{
	echo "\$ $*" | sed "s|$top|TOP|g"
	"$@" 2>&1 | grep -v '^  time  ' | sed "s|$top|TOP|g"
	echo "[${PIPESTATUS[0]}]"
}

# snapshot DAY WORD
snapshot()
{
	mkdir -p "snapshot-$1/sub"
	printf '{"id":"1","text":"crude oil"}\n{"id":"2","text":"story of day %s"}\n' \
		"$2" >"snapshot-$1/a.jsonl"
	printf 'Tin\n\nTin is a metal.\n' >"snapshot-$1/sub/tin.txt"
}

snapshot 29 one
snapshot 30 two
printf 'Lead\n\nLead is heavy.\n' >snapshot-29/sub/lead.txt
ln -s snapshot-29 current
sleep 0.06
echo "--- a link is pointed to another folder: what is new there, and what is gone"
say pressmark-index build -q -o ix current
ln -sfn snapshot-30 current
say pressmark-index update --max-removed 50% -o ix current
say pressmark-query --count ix lead
say pressmark-query --count ix day

echo "--- one folder has many names"
ln -s current link
for name in link snapshot-30 "$PWD/link/" snapshot-30/sub/.. link/sub/tin.txt; do
	say pressmark-index update -o ix "$name"
done
(cd link && say pressmark-index update -o ../ix . && cd sub && say pressmark-index add ../../ix ..)
(cd -P link && say pressmark-index update -o ../ix sub)
say pressmark-index remove ix link/sub/tin.txt
say pressmark-index update -o ix snapshot-30/
say pressmark-index add ix link/sub
say pressmark-index remove ix snapshot-30
say pressmark-index update -o ix gone-from-here
ln -s nowhere broken
say pressmark-index update -o ix broken

echo "--- the same where the folder was named first, and the link next"
say pressmark-index build -q -o real snapshot-30
say pressmark-index update -o real link
rm snapshot-30/sub/tin.txt
say pressmark-index update --max-removed 50% -o real current

echo "--- links below a path, and paths above one that was given"
mkdir -p corpus/jan disk/feb
printf '{"id":"3","text":"of january"}\n' >corpus/jan/a.jsonl
printf '{"id":"4","text":"of february"}\n{"id":"5","text":"of that too"}\n' >disk/feb/a.jsonl
printf 'Zinc\n\nZinc is a metal.\n' >disk/feb/zinc.txt
ln -s ../disk/feb corpus/feb
sleep 0.06
say pressmark-index build -q -o inner corpus
say pressmark-index update -o inner disk/feb
say pressmark-index update -o inner disk
say pressmark-index build -q -o outer disk/feb
say pressmark-index update -o outer corpus
say pressmark-index update -o outer disk
rm disk/feb/zinc.txt
say pressmark-index update --max-removed 50% -o outer corpus
say pressmark-index update --max-removed 50% -o inner disk/feb

echo "--- paths that overlap"
for paths in "corpus corpus/" "corpus corpus/jan/../../corpus" "corpus corpus/jan/a.jsonl" \
	"corpus/jan/a.jsonl corpus" "corpus disk/feb" "disk/feb/a.jsonl corpus disk"; do
	# shellcheck disable=SC2086
	say pressmark-index build -o over $paths | grep -v '^  \(text\|index\)'
	# shellcheck disable=SC2086
	say pressmark-index update -o over $paths
	# shellcheck disable=SC2086
	say pressmark-index add over $paths
done
say pressmark-index check over
echo "and what goes, goes"
sed -i 2d disk/feb/a.jsonl
say pressmark-index update --max-removed 50% -o over disk/feb/a.jsonl corpus disk corpus/
say pressmark-index update --max-removed 50% -o over corpus corpus/feb/a.jsonl
mv disk/feb/a.jsonl kept
printf '{"title":"no text"}\n' >corpus/jan/a.jsonl
say pressmark-index update --max-removed 50% -o over corpus corpus/jan/a.jsonl

echo "--- a file that is found by a link in a folder, and is given"
mkdir files
ln -s ../kept files/kept.jsonl
sleep 0.06 # so that it is older than the reading
say pressmark-index build -o linked files kept
say pressmark-index update -o linked kept

echo "--- a corpus that was moved"
mkdir -p old/sub
printf '{"id":"6","text":"silver"}\n{"id":"7","text":"gold"}\n' >old/a.jsonl
printf 'Iron\n\nIron is heavy.\n' >old/sub/iron.txt
sleep 0.06
say pressmark-index build -q -o moved old old/sub files
mv old new
say pressmark-index update --report report -o moved new
grep -o '"what":"noted".*' report | sed "s|$top|TOP|g"
say pressmark-index update -q -o moved files
say pressmark-index remove moved old/sub
say pressmark-index update -q -o moved files new
say pressmark-index remove moved "$top/old"
say pressmark-index update -o moved files new

echo "--- with a base"
mkdir b
mv new b/corpus
mkdir b/more
cp kept b/more/kept.jsonl
sleep 0.06
say pressmark-index build -q --base b -o based b/corpus b/more
mv b else
say pressmark-index update -o based else/corpus
say pressmark-index repair based else/corpus
say pressmark-index update -o based --base else else/corpus else/more
grep '^base' based/generation | sed "s|$top|TOP|g"
say pressmark-index update -o based else/corpus
say pressmark-index update -o based --base "$top/else/." else/corpus
rm -r else/more
say pressmark-index update -o based else/corpus
say pressmark-index remove based else/more
say pressmark-index update -o based else/corpus
cp -r else copy
say pressmark-index update -o based copy/corpus
mv copy/corpus copy/sub
ln -s ../else/corpus copy/corpus
say pressmark-index update -o based --base copy else/corpus
say pressmark-index check based
