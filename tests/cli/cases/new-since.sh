# only what is new since a generation
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

# how long it took is not the same each time
times()
{
	sed 's/[0-9.]* ms/T ms/g; s/"score":[0-9.]*/"score":S/g'
}

article()
{
	echo "{\"id\":\"$1\",\"title\":\"$2\",\"date\":\"$3\",\"source\":\"$4\",\"text\":\"$5\"}"
}

mkdir news
article a1 'Old oil' 2024-01-01 Times 'The price of oil.' >news/1.jsonl
article a2 'Old chips' 2024-01-02 Post 'The price of chips.' >>news/1.jsonl
pressmark-index build -q -o index news || exit
# generation 2: one that is late, with an old date, and one that is edited
article a3 'Late oil' 1999-12-31 Times 'The price of oil then, and of oil again.' >news/2.jsonl
article a1 'Old oil' 2024-01-01 Times 'The price of oil, corrected.' >news/1.jsonl
article a2 'Old chips' 2024-01-02 Post 'The price of chips.' >>news/1.jsonl
pressmark-index update -q -o index news || exit
# generation 3
article a4 'New chips' 2024-02-01 Wire 'Chips for oil.' >news/3.jsonl
pressmark-index update -q -o index news || exit

new()
{
	say pressmark-query --new-since "$@" index oil
}
new 1
new 2
new 3
new last
new 1 --changed
new 2 --changed --count
new 1 --count --hits
new 1 --kwic=2
new 1 --kwic=2 --format tsv
new 1 --facet source
new 1 --facet source --format json
new 1 --format tsv --count
new 1 --sort date --format json | times
new 1 --changed --format json -n 1 --sort date | times
new 1 --explain | times
say pressmark-query --new-since 1 --unique index oil
say pressmark-query --new-since 1 --alike a1 index
say pressmark-query --new-since 1 --alike a3 index

# nothing that is new: what is said then
say pressmark-query --new-since 2 index price
say pressmark-query --new-since 2 --format json index price
say pressmark-query --new-since 2 --format tsv index price
say pressmark-query --new-since 2 index zyzzyva

# a batch
printf 'q1\toil\nq2\tprice\nq3\tchips\n' >queries
say pressmark-query --new-since 1 --batch queries index
say pressmark-query --new-since 2 --batch queries --format tsv --count index
say pressmark-query --new-since 2 --batch queries --format json --count index
say pressmark-query --new-since 1 --changed --batch queries --format tsv -n 1 index |
	sed 's/\([0-9]\)\.[0-9]*/\1.S/'

# dates: none was made before the first, all before a day to come
new 2020-01-01 --count
new '2020-01-01 10:00' --count
new 1960-01-01T00:00:00Z --count
new 2020-01-01T10:00:30+02:00 --count
new 2020-06 --count
new yesterday --count
new 2999-12-31 --count
new -30d --count
new 2020-01-01

# before the first generation, by its number
new 0 --count
new 0 --kwic=1 -n 1
say pressmark-query --new-since 0 --batch queries --count index

# between two generations that are seconds apart
sleep 1.1
between=$(date +%Y-%m-%dT%H:%M:%S)
sleep 1.1
article a5 'Last oil' 2024-03-01 Wire 'Oil at last.' >news/4.jsonl
pressmark-index update -q -o index news || exit
pressmark-query --new-since "$between" index oil
TZ=Asia/Tokyo pressmark-query --new-since "${between}Z" --count index oil
TZ=UTC-3 pressmark-query --new-since "$between" --count index oil
# as history prints it
TZ=UTC-3 pressmark-query --new-since "${between/T/ } UTC" --count index oil
TZ=UTC-3 pressmark-query --new-since "${between} UTC" --count index oil

# what was rolled back is not new again, and what comes then is
pressmark-index rollback -q index 3 || exit
say pressmark-query --new-since 3 index oil
say pressmark-query --new-since last index oil
pressmark-index update -q -o index news || exit
say pressmark-query --new-since last --format tsv index oil | cut -f 1,7
say pressmark-query --new-since 3 --count index oil

# mistakes
new 99
new 2024-13-01
new 2024-01..2024-02
new 10:00
new ''
say pressmark-query --changed index oil
say pressmark-query --new-since
mv index/history-* .
new 2 | sed 's/history-[0-9]*/history-N/'
say pressmark-query --count index oil
