# What each article would be, and where its parts come from: members, places of a page.
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "$ $*"
	"$@" 2>&1
	echo "[$?]"
}

mkdir in
cat >in/page.html <<'X'
<!DOCTYPE html><html lang="en-GB"><head><title>The bridge is open again - Town Crier</title>
<meta property="og:site_name" content="Town Crier"><meta name="author" content="Ann Lee">
<link rel="canonical" href="https://crier.example/2024/03/05/bridge"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a> <a href="/sport">Sport</a></nav>
<article><h1>The bridge is open again</h1>
<p>After two years of work, the old bridge was opened to carts and carriages on Tuesday, and the
mayor was the first who crossed it, with half of the town behind her.</p>
<p>The work has cost twice as much as was planned, and lasted a year longer, but the town is glad
that the long way round by the mill is a thing of the past.</p></article>
<footer><p>Sign up for our newsletter</p></footer></body></html>
X
printf '{"headline":"Road open","published_at":"2024-03-06","story":{"body":"The road is open."},"pages":3}\n' >in/a.jsonl
printf 'Mosty\n\nZa\277\363\263\346 g\352\266l\261 ja\274\361, pchn\261\346 w t\352 \263\363d\277 je\277a.\n' >in/b.txt
say pressmark-index explain --map text=story.body in
say pressmark-index explain nowhere
say pressmark-index explain

# as with build, to try them
printf '\367\317\304\301\n' >in/koi.txt
say pressmark-index explain --encoding koi8-r in/koi.txt
say pressmark-index fields --encoding koi8-r in/koi.txt
printf '{"text":"a","date":"3/5/2024"}\n' >in/d.jsonl
say pressmark-index explain --dates mdy in/d.jsonl
# folds that the input gives, and a member of that name that is none
cat >in/f.jsonl <<'X'
{"text":"The plan was put off.","folds":[{"at":21,"text":" Share this","why":"page repeated"},{"at":0,"text":"Home "}]}
{"text":"The plan was put off.","folds":[{"at":22,"text":" Share this"}]}
X
say pressmark-index explain in/f.jsonl
# a tail is named, and folded if that is asked for
cp "$ARTICLES"/000* tail.txt
say pressmark-index explain tail.txt
say pressmark-index explain --clean balanced tail.txt
# a reader that goes away
for i in $(seq 3000); do printf '{"text":"%s"}\n' $i; done >many.jsonl
pressmark-index explain many.jsonl | head -n 1
