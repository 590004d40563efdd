# Words of more than 4096 bytes, which no part of a build holds: those that begin alike are
# sorted, each comes back as it was written, and they are the same however they were built
# SPDX-License-Identifier: GPL-2.0-or-later
awk 'BEGIN {
	for (i = 0; i < 410; i++)
		same = same "abcdefghij"
	big = toupper(same)
	for (i = 0; i < 1000; i++)
		filler = filler " f" i
	for (i = 60; i > 0; i--) {
		tail = (i * 7919) % 61 "z"
		printf "{\"id\":\"%d\",\"title\":\"n%d\",\"text\":\"", i, i
		printf "%s%s A%s%s %s%s chips ", same, tail, substr(same, 2), tail, big, toupper(tail)
		printf "%s\303\251%s iX%s%s http://x.example.org/%s/part%d ", same, tail, same, tail, same, i
		printf "\302\255%s %s\302\255%s dram", same, same, tail
		if (i % 4 == 0)
			printf "%s", filler
		print "\"}"
	}
}' >words.jsonl
{
	printf '{"id":"m","text":"memory '
	head -c 3000000 /dev/zero | tr '\0' 'q'
	printf ' chips '
	head -c 3000000 /dev/zero | tr '\0' 'q'
	printf 'Q chips"}\n'
} >>words.jsonl
pressmark-index build -q -j 1 -o index words.jsonl 2>&1
pressmark-index build -q -j 3 -m 64M -o small words.jsonl 2>&1
echo "[$?]"
for file in lexicon words dressing pairs articles; do
	cmp index/segment-1/$file small/segment-1/$file
done
pressmark-index check index
pressmark-index export index | sed 's/^.*"text":/"text":/; s/,"[a-z_]*":.*//; s/}$//' >out
sed 's/^.*"text":/"text":/; s/}$//' words.jsonl >in
cmp in out && echo 'all came back'
say()
{
	printf '%s: ' "$1"
	pressmark-query --count index "$1"
}
say chips
say 'part7'
say 'x.example.org'
say 'chips w/2 dram'
say 'abcdefghij*'
say 'memory w/2 chips'

# results in text are short, whatever the corpus holds; the other formats have everything
{
	printf '{"title":"'
	printf 'chips and %.0s' {1..100}
	printf 'oil","source":"'
	printf 'the times %.0s' {1..100}
	printf '","url":"http://x.example.org/'
	head -c 3000 /dev/zero | tr '\0' 'u'
	printf '","text":"memory '
	head -c 3000 /dev/zero | tr '\0' 'q'
	printf ', memory"}\n{"title":"'
	head -c 3000 /dev/zero | tr '\0' 't'
	printf '","text":"memory"}\n'
} >long.jsonl
pressmark-index build -q -o long long.jsonl
for color in never always; do
	pressmark-query --color $color long 'memory OR chips' | sed 's/u\{1900,\}/uuu/' | cat -v
done
for format in json tsv; do
	pressmark-query --format $format long memory | sed "s/,\"index\":{[^}]*}//" | wc -c
done
