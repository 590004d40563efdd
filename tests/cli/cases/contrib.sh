# the examples of contrib/: a mail of what is new
# SPDX-License-Identifier: GPL-2.0-or-later
contrib=$ARTICLES/../../contrib
mkdir news bin
cat >bin/sendmail <<'END'
#!/bin/sh
[ ! -e refuse ] || exit 75
cat >>mails
END
chmod +x bin/sendmail
SENDMAIL=$PWD/bin/sendmail
export SENDMAIL
echo '{"id":"a1","text":"One chip."}' >news/1.jsonl
pressmark-index build -q -o index news || exit
printf 'chips\tchip\n' >alerts

send()
{
	echo "\$ pressmark-mail"
	rm -f mails
	"$contrib/pressmark-mail" index alerts spool you@example.org 2>&1 |
		sed 's/spool\/[0-9T-]*/spool\/PAGE/'
	echo "[${PIPESTATUS[0]}]"
	if [ -e mails ]; then
		sed '/^$/q' mails
		sed '1,/^$/d' mails | base64 -d | sed -n '/<h2>/,/<\/section>/p'
	fi
	ls spool
}
# the first time nothing is news; then something is
send
echo '{"id":"a2","title":"<Chips>","url":"https://example.org/2","text":"Two chips é."}' >news/2.jsonl
pressmark-index update -q -o index news || exit
send
send

# what the mailer does not take is sent the next time, with what is new then
echo '{"id":"a3","text":"Three chips."}' >news/3.jsonl
pressmark-index update -q -o index news || exit
: >refuse
send | sed 's/^[0-9T]*-[0-9]*/PAGE/'
rm refuse
send

# a run that was stopped: half a page is dropped, a whole one is sent
echo '<html>' >spool/half.new
printf '<title>Whole</title>\n</html>\n' >spool/whole.new
send

# a wrong line hides nothing
printf 'chips\tchip\nbad\n' >alerts
echo '{"id":"a4","text":"Four chips."}' >news/4.jsonl
pressmark-index update -q -o index news || exit
send
"$contrib/pressmark-mail" index 2>&1
echo "[$?]"

# the units, as far as systemd can tell without installing them
if command -v systemd-analyze >/dev/null && systemd-analyze --version >/dev/null 2>&1; then
	mkdir units
	ln -s "$BIN/pressmark-index" "$contrib/pressmark-mail" units
	for unit in "$contrib"/*.service "$contrib"/*.timer; do
		sed "s:^ExecStart=:&$PWD/units/:; /^Documentation=/d" "$unit" >"units/${unit##*/}"
	done
	(cd units && for unit in *@*; do
		cp "$unit" "${unit%@*}@news.${unit##*.}"
	done
	systemd-analyze verify ./*@news.* 2>&1 | grep pressmark)
fi
exit 0
