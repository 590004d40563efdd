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
	ls -I lock spool
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

# half a page that another run is writing is left alone
sleep 60 &
echo '<html>' >spool/day-$!.new
send | sed 's/-[0-9]*\.new/-PID.new/'
kill $!
wait
rm spool/day-*

# a full disk, and a page that somebody takes away: nothing is mailed, and none says all is well
for does in 'printf "<title>Cut</title>\n<p>"; exit 2' 'printf "<title>Cut</title>\n<p>"' \
	'rm spool/*.new; echo "</html>"' 'exit 0' 'exit 137'; do
	printf '#!/bin/sh\n%s\n' "$does" >bin/pressmark-query
	chmod +x bin/pressmark-query
	PATH=$PWD/bin:$PATH send
done
rm bin/pressmark-query

# two at once: one has something to mail, the other nothing
if command -v flock >/dev/null; then
	echo '{"id":"a8","text":"Chip at once."}' >news/8.jsonl
	pressmark-index update -q -o index news || exit
	rm -f mails
	for i in 1 2 3; do
		{ "$contrib/pressmark-mail" index alerts spool you@example.org; echo "$?" >at-once.$i; } &
	done
	wait
	sort at-once.*
	grep -c '^To:' mails
else
	printf '0\n1\n1\n1\n'
	pressmark-query --saved alerts --new-since last index >/dev/null
fi

# a wrong line hides nothing
printf 'chips\tchip\nbad\n' >alerts
echo '{"id":"a4","text":"Four chips."}' >news/4.jsonl
pressmark-index update -q -o index news || exit
send | sed 's/^[0-9T]*-[0-9]*/PAGE/'
printf 'chips\tchip\n' >alerts
send
"$contrib/pressmark-mail" index 2>&1
echo "[$?]"

# the log of the cron line: dated, what was done in one line, and failures for cron, too
logged()
{
	echo "\$ pressmark-logged log ${*##*/}"
	rm -f log
	"$contrib/pressmark-logged" log "$@" 2>&1 | sed 's/^20[0-9T:+-]* /NOW /'
	echo "[${PIPESTATUS[0]}]"
	sed 's/^20[0-9-]*T[0-9:]*[+-][0-9]* /NOW /; s/time [^;]*/time T/' log
}
echo '{"id":"a9","text":"Nine."}' >news/9.jsonl
echo '{"id":' >news/bad.jsonl
logged pressmark-index update -o index news
echo '{"id":"a9","text":"Nine and more."}' >news/9.jsonl
rm news/1.jsonl
echo '{"id":"a0","text":"Zero."}' >news/0.jsonl
logged pressmark-index update -o index news
logged "$contrib/pressmark-mail" index alerts spool you@example.org
logged pressmark-index update -o index nowhere
"$contrib/pressmark-logged" log 2>&1
echo "[$?]"
"$contrib/pressmark-logged" no/log true 2>&1 | sed 's/^20[0-9T:+-]* /NOW /; s/^.*: cannot \(create\|open\).*/SHELL/'

# what the unit and the cron line do is in the journal and in the log: what came and went
echo '{"id":"a0","text":"Zero again."}' >news/0.jsonl
rm news/2.jsonl
echo '{"id":"b1","text":"One."}' >news/b.jsonl
INDEX=index INPUT=news
export INDEX INPUT
sh -c "$(sed -n 's/^ExecStart=//p' "$contrib/pressmark-update@.service")" 2>&1 |
	grep -v '^  time  '
grep '^[0-9]' "$contrib/pressmark.cron" | grep -o 'pressmark-index [^&]*'

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
