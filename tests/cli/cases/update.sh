# an index is brought up to date: what is new, has changed, or is gone
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back but for the time that it took, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1 | grep -v '^  time  '
	echo "[${PIPESTATUS[0]}]"
}

# the numbers of history, without the times
history()
{
	pressmark-index history "$1" | cut -c 1-6,28-
}

mkdir -p wire/sub
cat >wire/rows.jsonl <<'END'
{"id":"1","text":"crude oil rises"}
{"id":"2","text":"wheat and maize"}
{"text":"gold without an id"}
{"text":"the same twice"}
{"text":"the same twice"}
END
printf 'Tin\n\nTin is a metal.\n' >wire/tin.txt
printf 'Zinc\n\nZinc is one too.\n' >wire/sub/zinc.txt

# a file that is as new as the update that reads it is read again: whether these are, must
# not depend on the machine
sleep 0.06
echo "--- the first update builds, the second has nothing to do"
say pressmark-index update -o ix wire
say pressmark-index update -o ix wire
history ix

echo "--- a row at the top, a changed one, an edited file, one that is gone"
sed -i '1i {"id":"0","text":"a row at the top"}' wire/rows.jsonl
sed -i 's/wheat and maize/wheat and barley/' wire/rows.jsonl
echo 'And a soft one.' >>wire/tin.txt
rm -r wire/sub
say pressmark-index update -o ix wire
say pressmark-query --count ix maize
say pressmark-query --count ix barley
say pressmark-query --count ix soft
say pressmark-query --count ix zinc
say pressmark-query --count ix same
pressmark-index export ix
say pressmark-index check ix

echo "--- of equal ones one goes"
sed -i '$d' wire/rows.jsonl
say pressmark-index update -o ix wire
say pressmark-query --count ix same

echo "--- a file that was only touched, or written again with the same bytes"
touch wire/tin.txt
cp wire/rows.jsonl again && cp again wire/rows.jsonl
say pressmark-index update -o ix wire
say pressmark-index update --rehash -o ix wire

echo "--- by another path it is the same file"
ln -s wire link
say pressmark-index update -o ix link/../wire/. | sed "s|$PWD|.|"
say pressmark-index update -o ix "$PWD/link" | sed "s|$PWD|.|g"

echo "--- only what is below the paths goes"
mkdir other
printf 'Lead\n\nLead is heavy.\n' >other/lead.txt
say pressmark-index update -o ix other
rm wire/tin.txt
say pressmark-index update -o ix other
say pressmark-query --count ix tin
say pressmark-index update --no-remove -o ix wire
say pressmark-index update -o ix wire
say pressmark-query --count ix tin

echo "--- a disk that is not mounted, a path that is missing, and too much at once"
mv other elsewhere
mkdir other
say pressmark-index update -o ix other
rmdir other
say pressmark-index update -o ix other
mv elsewhere other
printf '{"id":"0","text":"a row at the top"}\n' >wire/rows.jsonl
say pressmark-index update -o ix wire
say pressmark-index update --max-removed 2 -o ix wire
say pressmark-index update --max-removed 0 -o ix wire/
say pressmark-index update --max-removed 70% -o ix wire
say pressmark-query --count ix lead
printf '{"title":"no text"}\n' >other/none.jsonl
rm other/lead.txt
say pressmark-index update -o ix other

echo "--- what a file had stays while it cannot be read as a whole"
printf '{"id":"a","text":"first row"}\n{"id":"b","text":"second row"}\n' >wire/more.jsonl
gzip wire/more.jsonl
say pressmark-index update -o ix wire
head -c -12 wire/more.jsonl.gz >short && cp short wire/more.jsonl.gz
say pressmark-index update -o ix wire | sed 's/breaks off.*/breaks off .../'
say pressmark-query --count ix second
say pressmark-index check ix

echo "--- options are those of the index"
say pressmark-index update -o de -l german --ids replace --exclude '*.gz' wire
grep -E '^(language|ids|exclude)' de/generation
printf '{"id":"0","text":"one that replaces it"}\n' >wire/z.jsonl
say pressmark-index update -o de wire
pressmark-index export de
say pressmark-index update -o de -l english wire
grep '^language' de/generation

echo "--- the last article of an id counts, also of a file that has not changed"
mkdir ids
printf '{"id":"1","text":"old silver"}\n{"id":"2","text":"lead"}\n' >ids/a.jsonl
printf '{"id":"1","text":"new silver"}\n' >ids/b.jsonl
sleep 0.06
pressmark-index update -q --ids replace -o last ids
pressmark-index export last
echo '{"id":"3","text":"iron"}' >>ids/a.jsonl
pressmark-index update -q -o last ids
pressmark-index export last
echo '{"id":"4","text":"nickel"}' >ids/b.jsonl
pressmark-index update -q --max-removed 100% -o last ids
pressmark-index export last
rm ids/a.jsonl
pressmark-index update -q --max-removed 100% -o last ids
pressmark-index export last

echo "--- too much would go, and it is said from where"
mkdir -p five/sub
for n in 1 2 3 4 5; do
	printf '{"id":"%s","text":"row"}\n{"id":"%s0","text":"row"}\n' $n $n >five/sub/$n.jsonl
done
pressmark-index build -q -o five.index five
rm five/sub/5.jsonl
say pressmark-index update --max-removed 1 -o five.index five
for n in 1 2 3 4; do
	sed -i 1d five/sub/$n.jsonl
done
say pressmark-index update -o five.index "$PWD/five/sub" | sed "s|$PWD|HERE|g"
printf '{"id":"10","text":"row"}\n{"id":"1","text":"row"}\n' >five/sub/1.jsonl
say pressmark-index update -o five.index ./five
rm five/sub/4.jsonl
mkdir five/below
mv five/sub/3.jsonl five/below/5.jsonl
(cd five && pressmark-index build -q --base . -o ../based . && rm sub/2.jsonl below/5.jsonl &&
	say pressmark-index update -o ../based .)

echo "--- and from standard input nothing goes"
say pressmark-index add ix - <<'END'
{"id":"s","text":"from a pipe"}
END
say pressmark-index add ix - <<'END'
{"id":"t","text":"from another pipe"}
END
say pressmark-query --count ix pipe
say pressmark-index update -o ix wire
say pressmark-query --count ix pipe
say pressmark-index check ix

echo "--- what was left though it is gone goes with the next update"
printf '{"id":"d","text":"left behind"}\n{"id":"e","text":"a neighbour"}\n' >left.jsonl
say pressmark-index build -q -o left left.jsonl
printf '{"id":"e","text":"a neighbour"}\n{"id":"f","text":"the next one"}\n' >left.jsonl
say pressmark-index add left left.jsonl
say pressmark-query --count left behind
say pressmark-index update --max-removed 50% -o left left.jsonl
say pressmark-query --count left behind
printf '{"id":"f","text":"the next one"}\n{"id":"g","text":"the last one"}\n' >left.jsonl
say pressmark-index update --no-remove -o left left.jsonl
say pressmark-index update --max-removed 50% -o left left.jsonl
say pressmark-query --count left neighbour

echo "--- wrong usage"
say pressmark-index update wire
say pressmark-index update -o ix
say pressmark-index add ix
say pressmark-index update --max-removed x -o ix wire
mkdir empty
say pressmark-index update -o none empty
[ ! -e none ] || echo "a folder is left"

echo "--- history says when, to the second, in 80 columns"
pressmark-index history ix | sed -n '2p' | cut -c 9-27 | tr 0-9 n
pressmark-index history ix | awk 'length > 80'
