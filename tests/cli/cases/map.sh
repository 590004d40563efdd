# which member is what: the table, --map, and what the summary says of it
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1 | sed -E 's/(index +)[0-9]+ bytes/\1N kB/; s/[0-9.]+ (kB|s|MB\/s)/N \1/g; s/, [0-9.]+ of the text/, N of the text/'
	echo "[${PIPESTATUS[0]}]"
}

printf '%s\n' '{"_id":"1","Story":{"body":"chips","by":"Ann"},"title":"a","seen":"2024-01-02","date":"2023"}' \
	'{"_id":"2","description":"export","headline":{"main":"b","kicker":"k"},"lang":"English"}' \
	'{"_id":"3","Short Description":"control","a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":1,"j":2}}}}}}}}}' >a.jsonl
say pressmark-index build -o plain a.jsonl
say pressmark-index export plain
say pressmark-index build --map date=seen,author=story.by --map text=story.body -o mapped a.jsonl
say pressmark-index export mapped
say pressmark-query --count mapped language:en
say pressmark-index build --map id=nowhere,Title=headline.kicker -o mapped a.jsonl
pressmark-index stats mapped | sed -n 's/^map /map /p'
grep '^map' mapped/generation
# an export of it needs no map
pressmark-index export mapped >again.jsonl
pressmark-index build -q -o again again.jsonl
pressmark-index export again | diff again.jsonl - && echo the same

say pressmark-index build --map date -o x a.jsonl
say pressmark-index build --map when=date -o x a.jsonl
say pressmark-index build --map text=a --map title=A -o x a.jsonl
say pressmark-index build --map text=0 -o x a.jsonl
say pressmark-index build --map "$(printf 'text=a\nb')" -o x a.jsonl
say pressmark-index build --map "text=$(printf 'a%.0s' $(seq 300))" -o x a.jsonl

# what is known, and what is there
say pressmark-index fields | sed -n '1,2p;/^$/,$p'
say pressmark-index fields a.jsonl
say pressmark-index fields --map title=seen,text=nix a.jsonl
# the same in JSON
say pressmark-index fields --format json a.jsonl
printf '{"text":"one \\"a\\"\\n%s"}\n' "$(printf 'long%.0s' $(seq 80))" >c.jsonl
say pressmark-index fields --format json --map title=seen,url=nix a.jsonl c.jsonl
pressmark-index fields --format json | cut -c 1-66
printf 'plain\n' >b.txt
say pressmark-index fields --format json b.txt
say pressmark-index fields --format xml b.txt
say pressmark-index fields b.txt
say pressmark-index fields missing
say pressmark-index fields --map x=y
say pressmark-index fields --map title=seen | tail -n 2

# an update that reads only what is new does not know what the others have
mkdir in
printf '{"id":"1","content":"x","seen":"2024-01-02"}\n' >in/a.jsonl
pressmark-index build -q --map date=seen,url=nix -o part in
printf '{"id":"2","content":"y"}\n' >in/b.jsonl
say pressmark-index add part in/b.jsonl
printf '{"id":"2","content":"z"}\n' >in/b.jsonl
say pressmark-index update --rehash -o part in
say pressmark-index update --map author=nobody -o part in
say pressmark-index update --map date=seen,url=nix -o fresh in

# dates of crawlers are not taken, but told
printf '%s\n' '{"text":"a","scraped_at":"2024-01-02"}' '{"text":"b","updated":"2024"}' '{"text":"c","date":"2023","updated":"2024"}' >c.jsonl
say pressmark-index build -o x c.jsonl
say pressmark-index build --map date=scraped_at -o x c.jsonl
