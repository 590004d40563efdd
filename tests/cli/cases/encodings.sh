# text in other encodings than UTF-8: what is found, what is said, and --encoding
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

# the summary without what differs from run to run
build()
{
	say pressmark-index build "$@" | grep -E '^\$|^\[|articles?,|encoding|repaired|doubtful|no encoding|try'
}

mkdir in pages odd
polish='Miejska łódź znów pływa po jeziorze. Właściciel twierdzi, że najtrudniej było
znaleźć olej, który nie szkodzi rybom. Święto żeglarzy odbędzie się w niedzielę.'
russian='Старый маяк на мысу снова зажгли после долгого перерыва. Смотритель рассказал,
что линзу привезли ещё в позапрошлом веке и что заменить её нечем.'
korean='반도체 수출 규제 방안을 정부가 발표했다. 마을 어른들은 올해 물이 지난해보다 높아서 길을 새로 고쳐야 한다고 말한다.'
echo "$polish" | iconv -f UTF-8 -t WINDOWS-1250 >in/a.txt
echo "$polish" | iconv -f UTF-8 -t ISO-8859-2 >in/b.txt
echo "$russian" | iconv -f UTF-8 -t KOI8-R >in/c.txt
echo "$russian" | iconv -f UTF-8 -t UTF-16LE >in/d.txt
# shellcheck disable=SC1112 # the quotation marks are text
printf 'Prices\n\nThe café is open. \223Nice\224 \226 said Ann, naïvely; the café’s “menu” is “à la carte”, “très cher”.\n' >in/e.txt
printf '{"id":"first","text":"nothing above ASCII"}\n' >in/f.jsonl
printf '{"id":"second","text":"%s"}\n' "$(echo "$polish" | tr '\n' ' ')" |
	iconv -f UTF-8 -t WINDOWS-1250 >>in/f.jsonl
printf '<title>x</title><p>%s</p>' "$korean" | iconv -f UTF-8 -t EUC-KR >pages/a.html
build -o index in pages
for query in łódź маяк '"“Nice” – said"' 반도체; do
	say pressmark-query --format tsv index "$query" | cut -f 3-5
done

# what is given counts for text that has no mark, and for no page that says what it is
printf '\377\376c\0h\0i\0p\0s\0\n\0' >odd/mark.txt
printf '\271\n' >odd/one.txt
printf '{"text":"\261"}\n' >odd/one.jsonl
printf '<meta charset=windows-1251><p>\357\360' >odd/page.html
build -o odd-index --encoding latin2 odd
say pressmark-index export odd-index
build -o odd-index --encoding nonsense odd
build -o odd-index --encoding '' odd

# what stays undecided is named
for i in $(seq 600); do
	# shellcheck disable=SC2059 # the format is an escape
	printf "\\$(printf %o $((128 + (i * i * 7 + i / 3) % 128)))"
done >odd/junk.txt
build -o odd-index --report report.json odd/junk.txt
grep -o '"encodings":{[^}]*}' report.json
grep -o '"what":"doubtful","file":"[^"]*"' report.json
