# articles stay that cannot be seen, which is said, and what takes them away
# SPDX-License-Identifier: GPL-2.0-or-later
say()
{
	echo "\$ $*"
	"$@" 2>&1 | grep -Ev '^  (time|undated) '
	echo "[${PIPESTATUS[0]}]"
}

count()
{
	echo "$1: $(pressmark-query --count ix "$1")"
}

mkdir wire
printf '{"id":"1","text":"crude oil"}\n{"id":"2","text":"crude tin"}\n' >wire/rows.jsonl
printf '{"id":"3","text":"crude zinc"}\n' >packed.jsonl
gzip -n packed.jsonl
printf 'crude iron\n' >wire/iron.txt
for i in 1 2 3 4 5 6; do echo "{\"id\":\"g$i\",\"text\":\"gold $i\"}"; done >wire/gold.jsonl
pressmark-index build -q -o ix wire packed.jsonl.gz

echo "--- files of no bytes, or of none when they are unpacked, may be half written"
: >wire/rows.jsonl
: >wire/iron.txt
gzip -n </dev/null >packed.jsonl.gz
say pressmark-index update -o ix wire packed.jsonl.gz
say pressmark-index update --partial --report report.json -o ix wire packed.jsonl.gz
grep '"what":"spared"' report.json
count crude
echo "--- the next generation knows that they are of these files"
echo '{"id":"g7","text":"gold 7"}' >>wire/gold.jsonl
say pressmark-index update -q --partial -o ix wire packed.jsonl.gz
echo | gzip -n >packed.jsonl.gz
say pressmark-index update -q -o ix wire packed.jsonl.gz
gzip -n </dev/null >packed.jsonl.gz
rm wire/iron.txt
say pressmark-index update -q --partial --max-removed 0 -o ix wire packed.jsonl.gz
echo "--- if all may go, they do"
say pressmark-index update --partial --max-removed 100% -o ix wire packed.jsonl.gz
count crude
say pressmark-index update --partial --max-removed 100% -o ix wire packed.jsonl.gz
say pressmark-index check ix

echo "--- the same with an archive of no bytes, and with a folder that is given and empty"
printf '{"id":"4","text":"crude lead"}\n' >lead.jsonl
tar cf lead.tar lead.jsonl
mkdir given
printf 'crude silver\n' >given/silver.txt
pressmark-index add -q ix lead.tar given
: >lead.tar
rm given/silver.txt
say pressmark-index update --partial -o ix lead.tar given
count crude
say pressmark-index update -q --partial --max-removed 100% -o ix lead.tar given
count crude

echo "--- a folder below the path in which nothing is any more: a disk that is not mounted"
mkdir -p wire/disk/a/b wire/other disk
printf 'crude brass\n' >wire/disk/a/brass.txt
printf 'crude bronze\n' >wire/disk/a/b/bronze.txt
printf 'crude steel\n' >wire/disk/steel.txt
printf 'crude cobalt\n' >wire/other/cobalt.txt
pressmark-index update -q -o ix wire 2>/dev/null
mv wire/disk/* disk
mv wire/other elsewhere-other
say pressmark-index update --max-removed 50% -o ix wire
count crude
say pressmark-index update -q --max-skipped 1 -o ix wire
echo "--- if the folder itself is gone, it was meant"
rmdir wire/disk
mkdir wire/disk
: >wire/disk/.keep
say pressmark-index update -q --max-removed 2 -o ix wire
rm -r wire/disk
say pressmark-index update -q --max-removed 2 -o ix wire
mkdir wire/disk
say pressmark-index update -q --no-remove -o ix wire
echo '{"id":"1","text":"crude oil"}' >broken.json
pressmark-index add -q ix broken.json
: >broken.json
say pressmark-index add -q --partial ix broken.json wire/gold.jsonl
mv disk/* wire/disk
say pressmark-index update -o ix wire
mv wire/disk/a disk
say pressmark-index update -q --max-removed 1 -o ix wire
mv wire/disk/steel.txt disk
say pressmark-index update -q --max-removed 100% -o ix wire
count crude
say pressmark-index check ix

echo "--- a path that is given twice spares nothing for that"
printf '{"id":"r","text":"crude radium"}\n{"id":"s","text":"crude radon"}\n' >wire/r.jsonl
say pressmark-index update -q -o ix wire wire
sed -i 1d wire/r.jsonl
say pressmark-index update -o ix wire wire
count radium

echo "--- the same by another name of the path, and with a base"
mv disk/* wire/disk
sleep .2 # so that what was written is older than the reading
pressmark-index build -q --base . -o base wire 2>/dev/null
rm -r wire/disk/*
ln -s wire link
say pressmark-index update -o base --base . ./link//
rm link

echo "--- a folder that cannot be looked into, as it is a link to itself"
mkdir wire/sub
printf 'crude copper\n' >wire/sub/copper.txt
printf 'crude nickel\n' >wire/sub/nickel.txt
pressmark-index update -q -o ix wire 2>/dev/null
mv wire/sub elsewhere
ln -s sub wire/sub
say pressmark-index update -o ix wire
say pressmark-index update -q --max-removed 100% -o ix wire
count crude
say pressmark-index check ix
