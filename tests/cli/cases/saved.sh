# what is new for saved queries
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

# what is not the same at each time, or with each version of the libraries
same()
{
	sed 's/"index"/"the index"/; s/20[0-9-]*T[0-9:]*Z/TIME/; s/"score":[0-9.]*/"score":S/g
		s/"stemmer":"[^"]*"/"stemmer":"S"/; s/"unicode":"[^"]*"/"unicode":"U"/
		s/[0-9a-f]\{32\}/FINGERPRINT/'
}

# the state, without what is not the same
seen()
{
	sed "s|$PWD|HERE|; s/	[0-9]\{9,\}	/	BEGAN	/" "${1-alerts.seen}"
}

article()
{
	echo "{\"id\":\"$1\",\"title\":\"$2\",\"date\":\"$3\",\"source\":\"$4\",\"text\":\"$5\"}"
}

mkdir news
article a1 'Old oil' 2024-01-01 Times 'The price of oil.' >news/1.jsonl
pressmark-index build -q -o index news || exit
{
	printf '\xef\xbb\xbf# what we watch\r\n\r\n'
	printf 'oil\toil\r\n'
	printf '  grain \t wheat OR corn  \n'
	printf 'chips & <dip>\t"memory chips" OR title:chip\n'
} >alerts

# the first time nothing is news; then nothing is new
digest()
{
	say pressmark-query --saved alerts --new-since "$@" index
}
digest last
seen
digest last
ls

# generation 2
article a2 'Oil again' 2024-02-01 Times 'Oil, and more oil.' >news/2.jsonl
article a3 'A chip' 2024-02-02 Post 'It has memory chips.' >>news/2.jsonl
pressmark-index update -q -o index news || exit
digest 1
cp alerts.seen before
digest 1 --format json | same
cmp alerts.seen before
digest last
seen
digest last
digest last --format json | same
digest last --format html
digest 2024-01-01 -n 1 --sort date
digest 0 -n 1 --any
digest 2

# a query whose text changes is another, and one that comes is asked for the first time
sed -i 's/wheat OR corn/wheat OR corn OR rye/' alerts
printf 'wheat\twheat\n' >>alerts
article a4 'Wheat and rye' 2024-03-01 Wire 'Wheat, rye and corn.' >news/3.jsonl
pressmark-index update -q -o index news || exit
digest last
article a5 'More rye' 2024-03-02 Wire 'Rye, wheat and oil.' >news/4.jsonl
pressmark-index update -q -o index news || exit
digest last
seen

# lines that are wrong hide no others
{
	printf 'no tab\n'
	printf '\tno name\n'
	printf 'no query\t \n'
	printf 'rye\trye\nrye\twheat\n'
	printf 'bad\trye AND\n'
	printf 'field\tnosuch:x\n'
	printf 'bra{ce\trye\n'
	printf 'b\001ll\trye\n'
	printf 'nul\try\000e\n'
	printf '\xff\trye\n'
	printf 'utf\t\xff\n'
	printf '%0201d\trye\n' 1
	printf 'long\t'
	printf 'x%.0s' $(seq 70000)
	printf '\nlast\trye'
} >hostile
pressmark-query --saved hostile --new-since 4 index 2>&1 | cut -c 1-200
echo "[${PIPESTATUS[0]}]"
pressmark-query --saved hostile --new-since 3 --format json index 2>/dev/null | same | cut -c 1-200
echo "[${PIPESTATUS[0]}]"
pressmark-query --saved hostile --new-since last index 2>/dev/null
echo "[$?]"
seen hostile.seen
: >empty
say pressmark-query --saved empty --new-since last index
printf '# nothing\n' >empty
say pressmark-query --saved empty --new-since 1 --format json index | same

# more than are named
for n in 1 2 3 4 5 6; do
	printf 'q%s\toil\n' $n
done >six
say pressmark-query --saved six --new-since last index
printf 'q7\toil\n' >>six
rm six.seen
say pressmark-query --saved six --new-since last index

# several indexes, one file; one that was built anew is another
pressmark-index build -q -o other news || exit
say pressmark-query --saved alerts --new-since last other
wc -l <alerts.seen
sleep 1.1
rm -r other
pressmark-index build -q -o other news || exit
say pressmark-query --saved alerts --new-since last other
wc -l <alerts.seen
digest last

# an index that was put back
sed -i 's/[0-9,]*$/9/; 1s/.*/pressmark-seen 1/' alerts.seen
digest last
digest last

# what is written is noted, and nothing else
article a6 'Rye again' 2024-03-03 Wire 'Rye.' >news/5.jsonl
pressmark-index update -q -o index news || exit
cp alerts.seen before
if [ -w /dev/full ]; then
	{ pressmark-query --saved alerts --new-since last index >/dev/full; } 2>&1
	echo "[$?]"
fi
cmp alerts.seen before
# killed once all is written, but not noted
mkfifo alerts.seen.new
"$BIN/pressmark-query" --saved alerts --new-since last index >out &
killed=$!
disown
for _ in $(seq 600); do
	[ ! -s out ] || break
	sleep .1
done
kill -KILL $killed
while kill -0 $killed 2>/dev/null; do
	sleep .1
done
cat out
rm alerts.seen.new
cmp alerts.seen before
digest last
cmp -s alerts.seen before
echo "$?"

# two at once: the second waits, and has nothing to say
article a7 'Rye for ever' 2024-03-04 Wire 'Rye.' >news/6.jsonl
pressmark-index update -q -o index news || exit
for i in 1 2 3 4; do
	pressmark-query --saved alerts --new-since last index >out.$i 2>/dev/null &
done
wait
cat out.[1-4]

# a file that somebody changed
cp alerts.seen before
echo nonsense >>alerts.seen
digest last
echo nonsense >alerts.seen
digest last
cp before alerts.seen

# mistakes
say pressmark-query --saved alerts index
say pressmark-query --saved alerts --new-since last index oil
say pressmark-query --saved alerts --new-since last
say pressmark-query --saved missing --new-since last index
say pressmark-query --saved . --new-since last index
say pressmark-query --saved /dev/stdin --new-since last index <alerts
say pressmark-query --saved /dev/fd/0 --new-since last index <alerts
say pressmark-query --saved /proc/self/fd/0 --new-since last index <alerts
echo oil | say pressmark-query --saved /dev/stdin --new-since 1 index
say pressmark-query --saved /dev/stdin --new-since 99 index <alerts
say pressmark-query --saved alerts --new-since 99 index
say pressmark-query --saved alerts --new-since last nowhere
say pressmark-query --saved alerts --new-since last --count index
say pressmark-query --saved alerts --new-since last --format tsv index
say pressmark-query --saved alerts --new-since last --format csv index
say pressmark-query --saved alerts --new-since last --format trec index
say pressmark-query --format html index oil
say pressmark-query --format markdown index oil
