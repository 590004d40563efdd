# what is new, as pages of HTML and Markdown
# SPDX-License-Identifier: GPL-2.0-or-later
echo '{"id":"a0","text":"Before."}' >0.jsonl
pressmark-index build -q -o index 0.jsonl || exit
cat >1.jsonl <<'END'
{"id":"a1","title":"Chips & <script>alert(1)</script>","date":"2024-01-05","source":"<b>Times</b>","url":"https://example.org/a?x=1&y='2'","text":"The \"chips\" & <img src=x onerror=alert(1)> of it's maker.\n\n# Chips\n* chips"}
{"id":"a2","title":"1. not a list of chips","date":"2024-01-06","url":"javascript:alert(1)","text":"- chips *and* _chips_ [a](b) `c` | d ~~e~~ $f$ \\ g"}
{"id":"a3","title":"- chips","source":"# Post","url":"https://example.org/a b\"><script>","text":"> chips\u0001 and \u0002chips\u001b[31m \u202eabc"}
{"id":"a4","date":"2024-02","text":"1) chips. رقائق chips. 芯片"}
{"id":"a5","title":"Chips and chips and chips","date":"1999-12-31","text":"chips chips chips"}
END
pressmark-index add -q index 1.jsonl || exit
printf 'chips & "co" <x> *y*\tchips NOT (`d` OR zzz)\nnone\tnosuchword\n2. list\t"chips" AND maker\n' >alerts

same()
{
	sed 's/20[0-9-]*T[0-9:]*Z/TIME/; s/[0-9a-f]\{32\}/FINGERPRINT/'
}
for format in html markdown; do
	pressmark-query --saved alerts --new-since 1 --sort date -n 4 --format $format index | same
	echo "[${PIPESTATUS[0]}]"
done

# nothing that is loaded, nothing that runs
pressmark-query --saved alerts --new-since 1 --format html index >page.html
grep -ciE '<(script|img|link|iframe|object)|<[^>]*[[:space:]](on[a-z]*|src)=|@import|url\(' page.html
grep -o 'href="[^"]*"' page.html | sort -u
pressmark-query --saved alerts --new-since 1 --unique --full-text --format html index |
	grep -c '<li>'
