# XML and SGML: what is left out, mended or not known is noted, and no more than that
# SPDX-License-Identifier: GPL-2.0-or-later
mkdir in
cat >in/feed.xml <<'END'

<?xml version="1.0" encoding="ISO-8859-1"?>
<rss version="2.0"><channel><title>Wire &amp; Co</title>
<item><title>AT&T rises</title><guid>g1</guid><pubDate>Wed, 15 Jul 2026 08:00:00 GMT</pubDate>
<description>&lt;p&gt;Shares&nbsp;rose.&lt;/p&gt;&lt;p&gt;Then fell.&lt;/p&gt;</description></item>
</channel></rss>
END
printf '<rss><channel><item><title>Caf\xe9\x0b</title></item></channel></rss>' >in/old.rss
cat >in/wiki.xml <<'END'
<mediawiki><siteinfo><sitename>Wiki</sitename></siteinfo>
<page><title>Oil</title><ns>0</ns><id>7</id><revision><timestamp>2020-01-02T00:00:00Z</timestamp>
<text>'''Oil''' is a [[liquid|fluid]].{{stub}}</text></revision></page>
<page><title>Petrol</title><ns>0</ns><redirect title="Oil"/><revision><text>#REDIRECT [[Oil]]</text></revision></page>
</mediawiki>
END
printf '<letters><letter><p>Dear <b>Ann</b>,</p><p>all is well.</p></letter></letters>' >in/letters.xml
printf '<DOC><DOCNO>T-1</DOCNO><HL>Grain</HL><TEXT>\nGrain is up.\n</TEXT></DOC>\n' >in/trec
printf '<rss><channel><item><title>Whole</title></item>\n<item><title>Cut' >in/zcut.xml

pressmark-index build --partial -o index in 2>&1 | grep -v ' time \| index \|text  '
echo "[$?]"
pressmark-index export index
