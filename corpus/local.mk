# corpus/ - reading articles in, and the sample articles.
noinst_LIBRARIES += libpmcorpus.a

libpmcorpus_a_SOURCES = \
	corpus/containers/container.c corpus/containers/container.h \
	corpus/containers/globs.c corpus/containers/globs.h \
	corpus/containers/memory.c \
	corpus/containers/names.c corpus/containers/names.h \
	corpus/containers/stream.c corpus/containers/stream.h \
	corpus/containers/unpack.c corpus/containers/unpack.h \
	corpus/containers/unpack_codecs.c \
	corpus/containers/walk.c corpus/containers/walk.h \
	corpus/corpus.h \
	corpus/dates/date.c corpus/dates/date.h \
	corpus/dates/months.c corpus/dates/months.h \
	corpus/dates/orders.c corpus/dates/orders.h \
	corpus/dates/parts.c corpus/dates/parts.h \
	corpus/dates/scan.c corpus/dates/scan.h \
	corpus/encoding/convert.c corpus/encoding/convert.h \
	corpus/encoding/decide.c corpus/encoding/decide.h \
	corpus/encoding/encoding.c corpus/encoding/encoding.h \
	corpus/encoding/guess.c corpus/encoding/guess.h \
	corpus/encoding/labels.c corpus/encoding/labels.h \
	corpus/encoding/languages.c corpus/encoding/languages.h \
	corpus/encoding/page_bytes.c corpus/encoding/page_bytes.h \
	corpus/encoding/shape.c corpus/encoding/shape.h \
	corpus/encoding/stream.c \
	corpus/entries.c corpus/entries.h \
	corpus/folds.c corpus/folds.h \
	corpus/formats/bibtex.c \
	corpus/formats/csv.c \
	corpus/formats/declared.c corpus/formats/declared.h \
	corpus/formats/document.c \
	corpus/formats/draft.c corpus/formats/draft.h \
	corpus/formats/dublin.c corpus/formats/dublin.h \
	corpus/formats/elements.c \
	corpus/formats/epub.c \
	corpus/formats/europresse.c \
	corpus/formats/export.c corpus/formats/export.h \
	corpus/formats/export_list.c \
	corpus/formats/factiva.c \
	corpus/formats/format.h \
	corpus/formats/formats.c \
	corpus/formats/front_matter.c corpus/formats/front_matter.h \
	corpus/formats/front_values.c \
	corpus/formats/front_yaml.c \
	corpus/formats/head.c \
	corpus/formats/http.c corpus/formats/http.h \
	corpus/formats/input.c corpus/formats/input.h \
	corpus/formats/json.c \
	corpus/formats/json_lines.c corpus/formats/json_lines.h \
	corpus/formats/labels.c corpus/formats/labels.h \
	corpus/formats/languages.c corpus/formats/languages.h \
	corpus/formats/mail.c \
	corpus/formats/mail_parts.c \
	corpus/formats/markdown.c \
	corpus/formats/mbox.c corpus/formats/mbox.h \
	corpus/formats/mhtml.c \
	corpus/formats/mime.c corpus/formats/mime.h \
	corpus/formats/mime_words.c \
	corpus/formats/names.c corpus/formats/names.h \
	corpus/formats/nested.c corpus/formats/nested.h \
	corpus/formats/nexis.c \
	corpus/formats/nexis_docx.c corpus/formats/nexis_docx.h \
	corpus/formats/nexis_text.c corpus/formats/nexis_text.h \
	corpus/formats/office_styles.c corpus/formats/office_styles.h \
	corpus/formats/office_text.c corpus/formats/office_text.h \
	corpus/formats/one_of.h \
	corpus/formats/page_article.c corpus/formats/page_article.h \
	corpus/formats/page_file.c \
	corpus/formats/pdf.c \
	corpus/formats/pieces.c corpus/formats/pieces.h \
	corpus/formats/plain.c corpus/formats/plain.h \
	corpus/formats/plain_file.c \
	corpus/formats/proquest.c \
	corpus/formats/record.c corpus/formats/record.h \
	corpus/formats/record_fields.c corpus/formats/record_parts.h \
	corpus/formats/record_folds.c \
	corpus/formats/record_values.c \
	corpus/formats/rows.c corpus/formats/rows.h \
	corpus/formats/rtf.c \
	corpus/formats/rtf_chars.c \
	corpus/formats/rtf_text.c corpus/formats/rtf_text.h \
	corpus/formats/sgml.c \
	corpus/formats/sgml_doc.c corpus/formats/sgml_doc.h \
	corpus/formats/shortcodes.c corpus/formats/shortcodes.h \
	corpus/formats/single.c corpus/formats/single.h \
	corpus/formats/tagged.c \
	corpus/formats/tags.c corpus/formats/tags.h \
	corpus/formats/text.c corpus/formats/text.h \
	corpus/formats/vertical.c \
	corpus/formats/visit.c corpus/formats/visit.h \
	corpus/formats/warc.c \
	corpus/formats/wikitext.c corpus/formats/wikitext.h \
	corpus/formats/xml.c \
	corpus/formats/xml_events.c corpus/formats/xml_events.h \
	corpus/formats/xml_factiva.c \
	corpus/formats/xml_family.c corpus/formats/xml_family.h \
	corpus/formats/xml_feeds.c \
	corpus/formats/xml_news.c \
	corpus/formats/xml_other.c \
	corpus/formats/xml_papers.c \
	corpus/formats/xml_prose.c corpus/formats/xml_prose.h \
	corpus/formats/xml_source.c corpus/formats/xml_source.h \
	corpus/formats/xml_texts.c \
	corpus/formats/xml_tree.c corpus/formats/xml_tree.h \
	corpus/formats/xml_wiki.c \
	corpus/language/detect.cc corpus/language/detect.h \
	corpus/page/blocks.c corpus/page/blocks.h \
	corpus/page/blocks_text.c \
	corpus/page/clean.h \
	corpus/page/dom.c corpus/page/dom.h \
	corpus/page/dom_text.c \
	corpus/page/facts.c corpus/page/facts.h \
	corpus/page/facts_choose.c \
	corpus/page/fragment.c corpus/page/fragment.h \
	corpus/page/hidden.c corpus/page/hidden.h \
	corpus/page/hints.c \
	corpus/page/html.c corpus/page/html.h \
	corpus/page/interface.c corpus/page/interface.h \
	corpus/page/interface_words.c \
	corpus/page/json_ld.c \
	corpus/page/judge.c \
	corpus/page/ld_body.c \
	corpus/page/lead.c \
	corpus/page/markup.c corpus/page/markup.h \
	corpus/page/pagedate.c \
	corpus/page/plain_text.c corpus/page/plain_text.h \
	corpus/page/reasons.c corpus/page/reasons.h \
	corpus/page/reference_names.h \
	corpus/page/references.c corpus/page/references.h \
	corpus/page/rules.c corpus/page/rules.h corpus/page/rules_parts.h \
	corpus/page/ruling.c corpus/page/ruling.h \
	corpus/page/selector.c corpus/page/selector.h \
	corpus/page/selector_parse.c corpus/page/selector_parts.h \
	corpus/page/unclean.c corpus/page/unclean.h \
	corpus/page/weigh.c \
	corpus/page/words.c corpus/page/words.h \
	corpus/page/xpath.c corpus/page/xpath.h \
	corpus/reader.c \
	corpus/tails.c corpus/tails.h \
	corpus/tails_words.c corpus/tails_words.h

EXTRA_DIST += \
	corpus/articles/000_ebc1e6502e022d07.txt \
	corpus/articles/001_d54a065e11e0e938.txt \
	corpus/articles/002_38c538bc663e06d1.txt
