# What rules for the pages of a host keep, drop and take, and what is told of them.
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "$ $*"
	"$@" 2>&1
	echo "[$?]"
}
summary()
{
	say "$@" | sed -E 's/(index +)[0-9]+ bytes/\1N kB/; s/[0-9.]+ (kB|s|MB\/s)/N \1/g; s/, [0-9.]+ of the text/, N of the text/'
}

mkdir in
page()
{
	cat <<X
<!DOCTYPE html><html lang="en-GB"><head><title>The bridge is open again - Town Crier</title>
<link rel="canonical" href="https://www.$1/2024/03/05/bridge"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a> <a href="/sport">Sport</a></nav>
<article><h1>The bridge is open again</h1><h2 data-kind=sub>Half of the town was there</h2>
<p>After two years of work, the old bridge was opened to carts and carriages on Tuesday, and the
mayor was the first who crossed it, <span class=ad>buy boats,</span> with half of the town behind her.</p>
<p>The work has cost twice as much as was planned, and lasted a year longer, but the town is glad
that the long way round by the mill is a thing of the past.</p>
<div class=by>By <a>Ida Beck</a> and <a>Tom Hill</a>, <time datetime=2024-03-04>Monday</time></div></article>
<footer><p class=credit>The Harbour News Agency</p></footer></body></html>
X
}
page crier.example >in/a.html
page other.example >in/b.html
cat >site.rules <<'X'
# the crier
crier.example  drop       .ad
crier.example  keep       //footer/p
crier.example  title      [data-kind=sub]
crier.example  date       .by time
crier.example  author     .by a
crier.example  drop       .teaser, .offer
nowhere.example drop-text "Sign up"
X
say pressmark-index explain --rules site.rules in
summary pressmark-index build --rules site.rules -o index in
pressmark-index export index | head -n 1
grep '^rules' index/generation
# what an update does not read may have what no page of it has
cp -r index more
page other.example | sed 's/old bridge/new bridge/' >c.html
summary pressmark-index add --rules site.rules more c.html
page crier.example | sed 's/old bridge/new bridge/' >c.html
summary pressmark-index add --rules site.rules more c.html
rm -r more c.html
# comments and blanks change nothing, another rule does
{ echo '# more'; sed 's/  */ /g' site.rules; } >same.rules
pressmark-index build -q --rules same.rules -o same in && grep -c "$(grep '^rules' index/generation)" same/generation
sed 's/footer/body/' site.rules >other.rules
pressmark-index build -q --rules other.rules -o same in && grep -c "$(grep '^rules' index/generation)" same/generation

# nothing is built with rules that are not understood
printf '# a\ncrier.example drop p:has(a)\n' >bad.rules
say pressmark-index build --rules bad.rules -o fresh in
printf 'crier.example title count(//p)\n' >bad.rules
say pressmark-index build --rules bad.rules -o fresh in
printf 'crier.example drop //p[foo()]\n' >bad.rules
say pressmark-index explain --rules bad.rules in
say pressmark-index build --rules nowhere -o fresh in
say pressmark-index build --rules site.rules --rules site.rules -o fresh in
ls

# of a crawl, the address is that of the crawl
{
	page other.example >body
	printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n' | cat - body >block
	printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://crier.example/x\r\nWARC-Date: 2024-03-06T00:00:00Z\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n' "$(wc -c <block)"
	cat block
	printf '\r\n\r\n'
} >crawl.warc
pressmark-index explain --rules site.rules crawl.warc | grep 'by rule'

# saved pages without an address are met by their file
mkdir saved && sed '/canonical/d' in/a.html >saved/bridge.html
printf 'file:saved/*.html title h2\n' >file.rules
pressmark-index explain --rules file.rules saved | grep title

# a rule that takes too long is not applied, and given up when it does so again and again
for i in 1 2 3 4; do printf "<p>%s</p>\n" $(seq 2000) >saved/long$i.html; done
printf '* drop //*[//*[//*]]\n' >slow.rules
summary pressmark-index build --rules slow.rules -o index saved
