# SPDX-License-Identifier: GPL-2.0-or-later
# blocks that repeat over the articles of a source are folded away

# Articles FIRST to LAST of HOST, each long enough to be mostly its own
articles()
{
	local i

	for ((i = $2; i <= $3; i++)); do
		printf '{"id":"%s-%d","url":"https://%s/%d","text":"' "$1" "$i" "$1" "$i"
		printf 'Story %d about %s, which is told at such length that it is its own.\\n' \
			"$i" "$(printf 'town%.0s' $(seq "$i"))"
		printf 'Sign up for our newsletter.\\nRecord April 10\\nThe end of story %d."}\n' \
			"$i"
	done
}

articles www.example.org 1 3 >a.jsonl
articles example.org 4 6 >>a.jsonl
articles other.example.org 1 4 >>a.jsonl

echo "--- only if that is wanted"
pressmark-index build -o usual a.jsonl | grep -c repeats
pressmark-index build --clean full -o full a.jsonl | grep -c repeats

echo "--- in six articles of one source, not in four of another"
pressmark-index build -v --clean balanced --report report.json -o i a.jsonl |
	sed -n '/repeats/p; / newsletter/p'
grep -o '"repeats[a-z_]*":[0-9]*' report.json
pressmark-query --count i newsletter
pressmark-query --count i record
pressmark-index export i | sed -n '1s/.*"text"/"text"/p; 10s/.*"text"/"text"/p'

echo "--- stored, and nothing spans the place"
pressmark-query --count --full-text i newsletter
pressmark-query --count i '"its own record"'
pressmark-query --count i 'own w/9 newsletter'

echo "--- in pages as a rule"
mkdir site
for i in {1..6}; do
	{
		printf '<!DOCTYPE html><title>Story %d</title><article><h1>Story %d</h1>' "$i" "$i"
		printf '<p>Story %d is told in some words, which are enough to be its own.</p>' "$i"
		printf '<p>It goes on for a while, and it ends in town number %d.</p>' "$i"
		printf '<p>Reporting by the staff of this paper.</p></article>'
	} >"site/$i.html"
done
pressmark-index build -v -o s site | sed -n '/repeats/p; / Reporting/p'
pressmark-query --count s staff
pressmark-query --count --full-text s staff

echo "--- what folds says is folded, and nothing else"
mkdir pages
for i in {0..9}; do
	{
		printf '<!DOCTYPE html><title>Page %d</title>' "$i"
		printf '<link rel=canonical href=https://example.org/%d><article><p>' "$i"
		for ((k = 0; k < (i < 5 ? 45 : 25); k++)); do printf 'w%dx%d ' "$i" "$k"; done
		printf 'and that is all of it.</p>'
		printf '<p>Alpha lines are here on every page of this paper, all of them alike.</p>'
		[ "$i" -lt 5 ] || printf '<p>Beta lines are there on half of its pages, and %s</p>' \
			'so long that less than half of a page is its own when it has both of them.'
		printf '</article>'
	} >"pages/$i.html"
done
pressmark-index build -q -o p pages
pressmark-index export p >p.jsonl
pressmark-index build -q -o p2 p.jsonl
pressmark-index export p2 | cmp - p.jsonl && echo the same
pressmark-query --count p alpha
pressmark-query --count p beta
pressmark-query --count p2 beta

echo "--- but for what a rule keeps"
printf '* keep //p[contains(., "staff")]\n' >rules
pressmark-index build -q --rules rules -o r site
pressmark-query --count r staff
pressmark-index check r
printf '* text article\n' >rules
pressmark-index build -q --rules rules -o r site
pressmark-query --count r staff

echo "--- and once more"
mkdir s/segment-99
touch s/segment-99/blocks.key s/segment-99/articles.spill s/segment-99/ids.hash
pressmark-index build -q -o s site
pressmark-query --count --full-text s staff
# all files of a segment are known, so that it can go
pressmark-index build -q --keep 1 -o s site
pressmark-index build -q --keep 1 -o s site
ls -d s/segment-* | wc -l

echo "--- the same whatever the workers and the memory"
pressmark-index build -q --clean balanced -j 1 -m 64M -o j a.jsonl
diff -r <(pressmark-index export i) <(pressmark-index export j) && echo the same

echo "--- the last of an id, and then what repeats"
{ cat a.jsonl; articles example.org 4 6; } >b.jsonl
pressmark-index build --clean balanced --ids replace -o k b.jsonl |
	sed -n '1p; /repeats/p; /replaced/p'
diff <(pressmark-index export i | sort) <(pressmark-index export k | sort) &&
	echo the same

echo "--- explain"
pressmark-index explain --clean balanced a.jsonl | grep -c '^  repeated .* Sign up'
pressmark-index explain a.jsonl | grep -c '^  repeated' || true
