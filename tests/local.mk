# tests/ - every test speaks TAP, through tests/tap; tests/tally counts.

TEST_EXTENSIONS = .sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/tap
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = $(LOG_COMPILER)
AM_TESTS_ENVIRONMENT = \
	PM_SRCDIR='$(abs_top_srcdir)'; export PM_SRCDIR; \
	PM_BUILDDIR='$(abs_top_builddir)'; export PM_BUILDDIR; \
	PM_SANITIZERS='$(PM_SANITIZERS)'; export PM_SANITIZERS; \
	LC_ALL=C.UTF-8; export LC_ALL; \
	TZ=UTC; export TZ;

# For tests/drift/dist.sh.
print-distfiles:
	@for f in $(DISTFILES); do echo "$$f"; done
.PHONY: print-distfiles check-is-missing

if !HAVE_CHECK
check-local: check-is-missing
check-is-missing:
	@echo "'make check' needs the library Check (Debian: apt-get install check); then configure again" >&2
	@exit 1
endif

# --- unit: one program for each module ---------------------------------------

# They begin in this order: what takes minutes stands before what takes a second, so that
# all processors have work until the end.
TESTS += tests/corrupt/damage $(dist_check_SCRIPTS)
if HAVE_CHECK
check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
endif

UNIT_LIBS = libpmsegment.a libpmtext.a libpmglass.a $(LINKED_SHIM) libpmjson.a libpmsupport.a \
	$(CHECK_LIBS) $(XAPIAN_LIBS) $(LIBDEFLATE_LIBS) $(ZLIB_LIBS) $(PCRE2_LIBS) \
	$(UTF8PROC_LIBS) $(XXHASH_LIBS) $(SIMDJSON_LIBS)

UNIT_TESTS = \
	tests/unit/test_crew \
	tests/unit/test_memory \
	tests/unit/test_search_union \
	tests/unit/test_removed_answers \
	tests/unit/test_fold_views \
	tests/unit/test_archives \
	tests/unit/test_unpack \
	tests/unit/test_warc \
	tests/unit/test_mail \
	tests/unit/test_documents \
	tests/unit/test_blocks \
	tests/unit/test_refold \
	tests/unit/test_repeats \
	tests/unit/test_text_blocks \
	tests/unit/test_rtf \
	tests/unit/test_pdf_lines \
	tests/unit/test_article_spool \
	tests/unit/test_barrier \
	tests/unit/test_breaks \
	tests/unit/test_calendar \
	tests/unit/test_cells \
	tests/unit/test_check \
	tests/unit/test_repair \
	tests/unit/test_check_deep \
	tests/unit/test_codes \
	tests/unit/test_conjunction \
	tests/unit/test_copies \
	tests/unit/test_files \
	tests/unit/test_identity \
	tests/unit/test_pairing \
	tests/unit/test_places \
	tests/unit/test_removal \
	tests/unit/test_removed \
	tests/unit/test_crew_size \
	tests/unit/test_damage \
	tests/unit/test_database \
	tests/unit/test_date \
	tests/unit/test_date_ranges \
	tests/unit/test_derive \
	tests/unit/test_explain \
	tests/unit/test_facets \
	tests/unit/test_fold \
	tests/unit/test_foreign \
	tests/unit/test_generation \
	tests/unit/test_glass \
	tests/unit/test_glass_blocks \
	tests/unit/test_guard \
	tests/unit/test_holes \
	tests/unit/test_html \
	tests/unit/test_ids \
	tests/unit/test_index \
	tests/unit/test_join \
	tests/unit/test_json \
	tests/unit/test_kwic \
	tests/unit/test_languages \
	tests/unit/test_lexicon \
	tests/unit/test_list_damage \
	tests/unit/test_limits \
	tests/unit/test_lists \
	tests/unit/test_match \
	tests/unit/test_metadata \
	tests/unit/test_mistakes \
	tests/unit/test_once \
	tests/unit/test_one_program \
	tests/unit/test_options \
	tests/unit/test_part \
	tests/unit/test_patience \
	tests/unit/test_exports \
	tests/unit/test_fold_list \
	tests/unit/test_folds \
	tests/unit/test_tails \
	tests/unit/test_tiers \
	tests/unit/test_fragment \
	tests/unit/test_office_text \
	tests/unit/test_page_facts \
	tests/unit/test_page_hidden \
	tests/unit/test_page_lead \
	tests/unit/test_page_markup \
	tests/unit/test_page_references \
	tests/unit/test_page_rules \
	tests/unit/test_selector \
	tests/unit/test_encoding \
	tests/unit/test_names \
	tests/unit/test_orders \
	tests/unit/test_pages \
	tests/unit/test_parse \
	tests/unit/test_code_search \
	tests/unit/test_intervals \
	tests/unit/test_plan_shares \
	tests/unit/test_postings \
	tests/unit/test_progress \
	tests/unit/test_ranking \
	tests/unit/test_csv \
	tests/unit/test_markdown \
	tests/unit/test_members \
	tests/unit/test_reader \
	tests/unit/test_round_trip \
	tests/unit/test_saved \
	tests/unit/test_search \
	tests/unit/test_shares \
	tests/unit/test_sinks \
	tests/unit/test_sgml \
	tests/unit/test_sift \
	tests/unit/test_since \
	tests/unit/test_sketches \
	tests/unit/test_slice \
	tests/unit/test_snippet \
	tests/unit/test_sort \
	tests/unit/test_sources \
	tests/unit/test_split \
	tests/unit/test_split_impls \
	tests/unit/test_spelling \
	tests/unit/test_spool \
	tests/unit/test_stem \
	tests/unit/test_stem_rules \
	tests/unit/test_stem_forms \
	tests/unit/test_deadline \
	tests/unit/test_store \
	tests/unit/test_stories \
	tests/unit/test_stories_change \
	tests/unit/test_suggest \
	tests/unit/test_support \
	tests/unit/test_team \
	tests/unit/test_surfaces \
	tests/unit/test_terminal \
	tests/unit/test_terms \
	tests/unit/test_union \
	tests/unit/test_unite \
	tests/unit/test_segments \
	tests/unit/test_utf8 \
	tests/unit/test_weights \
	tests/unit/test_wikitext \
	tests/unit/test_writer \
	tests/unit/test_xml \
	tests/unit/test_writers

tests_unit_test_barrier_SOURCES = tests/unit/test_barrier.cc
tests_unit_test_barrier_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_barrier_SOURCES = dummy.cxx

tests_unit_test_breaks_SOURCES = \
	tests/unit/test_breaks.c \
	tests/unit/random_text.h
tests_unit_test_breaks_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_breaks_SOURCES = dummy.cxx

tests_unit_test_calendar_SOURCES = tests/unit/test_calendar.c
tests_unit_test_calendar_LDADD = libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_cells_SOURCES = \
	tests/unit/test_cells.c \
	tests/unit/small_fixture.h
tests_unit_test_cells_LDADD = $(ROOM_LIBS) $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_cells_SOURCES = dummy.cxx

tests_unit_test_codes_SOURCES = tests/unit/test_codes.c
tests_unit_test_codes_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_codes_SOURCES = dummy.cxx

tests_unit_test_conjunction_SOURCES = \
	tests/unit/test_conjunction.c \
	tests/unit/requests_fixture.h \
	tests/unit/segments_fixture.h \
	tests/unit/shim_fixture.c \
	tests/unit/shim_fixture.h
tests_unit_test_conjunction_LDADD = libpmquery.a $(ROOM_LIBS) $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_conjunction_SOURCES = dummy.cxx

tests_unit_test_search_union_SOURCES = \
	tests/unit/test_search_union.c \
	tests/unit/requests_fixture.h \
	tests/unit/segments_fixture.h \
	tests/unit/shim_fixture.c \
	tests/unit/shim_fixture.h
tests_unit_test_search_union_LDADD = libpmquery.a $(ROOM_LIBS) $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_search_union_SOURCES = dummy.cxx

tests_unit_test_check_SOURCES = \
	tests/unit/test_check.c \
	tests/unit/small_fixture.h \
	tests/unit/updated_fixture.h
tests_unit_test_check_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_check_SOURCES = dummy.cxx

tests_unit_test_check_deep_SOURCES = \
	tests/unit/test_check_deep.c \
	tests/unit/small_fixture.h \
	tests/unit/updated_fixture.h
tests_unit_test_check_deep_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_check_deep_SOURCES = dummy.cxx

tests_unit_test_crew_SOURCES = \
	tests/unit/test_crew.c \
	tests/unit/crew_corpus.h \
	tests/unit/same_folder.h \
	tests/unit/small_fixture.h
tests_unit_test_crew_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_crew_SOURCES = dummy.cxx

tests_unit_test_crew_size_SOURCES = \
	tests/unit/test_crew_size.c \
	tests/unit/small_fixture.h
tests_unit_test_crew_size_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_crew_size_SOURCES = dummy.cxx

tests_unit_test_damage_SOURCES = \
	tests/unit/test_damage.c \
	tests/unit/guard_fixture.c \
	tests/unit/guard_fixture.h \
	tests/unit/shim_fixture.c \
	tests/unit/shim_fixture.h
tests_unit_test_damage_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_damage_SOURCES = dummy.cxx

tests_unit_test_database_SOURCES = \
	tests/unit/test_database.c \
	tests/unit/shim_fixture.c \
	tests/unit/shim_fixture.h
tests_unit_test_database_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_database_SOURCES = dummy.cxx

tests_unit_test_date_SOURCES = tests/unit/test_date.c
tests_unit_test_date_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_date_SOURCES = dummy.cxx

tests_unit_test_date_ranges_SOURCES = \
	tests/unit/test_date_ranges.c \
	tests/unit/answer_fixture.c \
	tests/unit/answer_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_date_ranges_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) \
	$(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_date_ranges_SOURCES = dummy.cxx

tests_unit_test_derive_SOURCES = \
	tests/unit/test_derive.c \
	tests/unit/random_text.h
tests_unit_test_derive_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_derive_SOURCES = dummy.cxx

tests_unit_test_saved_SOURCES = \
	tests/unit/test_saved.c \
	tests/unit/small_fixture.h
tests_unit_test_saved_LDADD = libpmquery.a $(ROOM_LIBS) $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_saved_SOURCES = dummy.cxx

tests_unit_test_since_SOURCES = \
	tests/unit/test_since.c \
	tests/unit/query_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_since_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) $(PCRE2_LIBS) \
	$(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_since_SOURCES = dummy.cxx

tests_unit_test_explain_SOURCES = \
	tests/unit/test_explain.c \
	tests/unit/query_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_explain_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) $(PCRE2_LIBS) \
	$(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_explain_SOURCES = dummy.cxx

tests_unit_test_facets_SOURCES = \
	tests/unit/test_facets.c \
	tests/unit/answer_fixture.c \
	tests/unit/answer_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_facets_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) \
	$(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_facets_SOURCES = dummy.cxx

tests_unit_test_fold_SOURCES = \
	tests/unit/test_fold.c \
	tests/unit/random_text.h
tests_unit_test_fold_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_fold_SOURCES = dummy.cxx

tests_unit_test_foreign_SOURCES = \
	tests/unit/test_foreign.c \
	tests/unit/parse_fixture.c \
	tests/unit/parse_fixture.h
tests_unit_test_foreign_LDADD = libpmquery.a $(ROOM_LIBS) $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_foreign_SOURCES = dummy.cxx

tests_unit_test_glass_SOURCES = \
	tests/unit/test_glass.cc \
	tests/unit/glass_reader.cc \
	tests/unit/glass_reader.hh \
	tests/unit/shim_fixture.c \
	tests/unit/shim_fixture.h \
	tests/unit/sink_compare.cc \
	tests/unit/sink_fixture.cc \
	tests/unit/sink_fixture.hh
tests_unit_test_glass_LDADD = $(UNIT_LIBS)

tests_unit_test_glass_blocks_SOURCES = \
	tests/unit/test_glass_blocks.c \
	tests/unit/small_fixture.h
tests_unit_test_glass_blocks_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_glass_blocks_SOURCES = dummy.cxx

tests_unit_test_guard_SOURCES = \
	tests/unit/test_guard.c \
	tests/unit/guard_fixture.c \
	tests/unit/guard_fixture.h \
	tests/unit/shim_fixture.c \
	tests/unit/shim_fixture.h
tests_unit_test_guard_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_guard_SOURCES = dummy.cxx

tests_unit_test_holes_SOURCES = tests/unit/test_holes.c
tests_unit_test_holes_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_holes_SOURCES = dummy.cxx

tests_unit_test_html_SOURCES = tests/unit/test_html.c
tests_unit_test_html_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_html_SOURCES = dummy.cxx

tests_unit_test_copies_SOURCES = \
	tests/unit/test_copies.c \
	tests/unit/small_fixture.h
tests_unit_test_copies_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_copies_SOURCES = dummy.cxx
tests_unit_test_files_SOURCES = \
	tests/unit/test_files.c \
	tests/unit/small_fixture.h
tests_unit_test_files_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_files_SOURCES = dummy.cxx
tests_unit_test_identity_SOURCES = \
	tests/unit/test_identity.c \
	tests/unit/small_fixture.h
tests_unit_test_identity_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_identity_SOURCES = dummy.cxx
tests_unit_test_pairing_SOURCES = \
	tests/unit/test_pairing.c \
	tests/unit/small_fixture.h
tests_unit_test_pairing_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_pairing_SOURCES = dummy.cxx

tests_unit_test_places_SOURCES = \
	tests/unit/test_places.c \
	tests/unit/small_fixture.h
tests_unit_test_places_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_places_SOURCES = dummy.cxx

tests_unit_test_once_SOURCES = \
	tests/unit/test_once.c \
	tests/unit/alone_fixture.h \
	tests/unit/joined_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_once_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) \
	$(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_once_SOURCES = dummy.cxx

tests_unit_test_sketches_SOURCES = \
	tests/unit/test_sketches.c \
	tests/unit/small_fixture.h
tests_unit_test_sketches_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_sketches_SOURCES = dummy.cxx

tests_unit_test_sources_SOURCES = tests/unit/test_sources.c
tests_unit_test_sources_LDADD = libpmindexer.a libpmterminal.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_sources_SOURCES = dummy.cxx
tests_unit_test_removal_SOURCES = \
	tests/oracle/edge.c \
	tests/oracle/edge.h \
	tests/oracle/generate.h \
	tests/unit/alone_fixture.h \
	tests/unit/removal_fixture.c \
	tests/unit/removal_fixture.h \
	tests/unit/test_removal.c
tests_unit_test_removal_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_removal_SOURCES = dummy.cxx

tests_unit_test_removed_SOURCES = \
	tests/unit/small_fixture.h \
	tests/unit/test_removed.c
tests_unit_test_removed_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_removed_SOURCES = dummy.cxx

tests_unit_test_removed_answers_SOURCES = \
	tests/oracle/edge.c \
	tests/oracle/edge.h \
	tests/oracle/extents.c \
	tests/oracle/extents.h \
	tests/oracle/generate.c \
	tests/oracle/generate.h \
	tests/oracle/generate_fields.c \
	tests/oracle/generate_parts.h \
	tests/oracle/generate_phrases.c \
	tests/oracle/match.c \
	tests/oracle/naive.c \
	tests/oracle/naive.h \
	tests/oracle/scan.c \
	tests/oracle/sentences.c \
	tests/oracle/sentences.h \
	tests/oracle/spelt.c \
	tests/oracle/spelt.h \
	tests/unit/alone_fixture.h \
	tests/unit/removal_fixture.c \
	tests/unit/removal_fixture.h \
	tests/unit/test_removed_answers.c
tests_unit_test_removed_answers_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a \
	$(INDEX_LIBS) $(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_removed_answers_SOURCES = dummy.cxx

tests_unit_test_stories_SOURCES = \
	tests/unit/test_stories.c \
	tests/unit/alone_fixture.h \
	tests/unit/joined_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_stories_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_stories_SOURCES = dummy.cxx

tests_unit_test_stories_change_SOURCES = \
	tests/unit/test_stories_change.c \
	tests/unit/small_fixture.h
tests_unit_test_stories_change_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_stories_change_SOURCES = dummy.cxx

tests_unit_test_ids_SOURCES = \
	tests/unit/test_ids.c \
	tests/unit/small_fixture.h
tests_unit_test_ids_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_ids_SOURCES = dummy.cxx

tests_unit_test_join_SOURCES = \
	tests/unit/test_join.c \
	tests/unit/same_folder.h \
	tests/unit/small_fixture.h
tests_unit_test_join_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_join_SOURCES = dummy.cxx

tests_unit_test_tiers_SOURCES = \
	tests/unit/test_tiers.c \
	tests/unit/small_fixture.h
tests_unit_test_tiers_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_tiers_SOURCES = dummy.cxx

tests_unit_test_refold_SOURCES = \
	tests/unit/test_refold.c \
	tests/unit/same_folder.h \
	tests/unit/small_fixture.h
tests_unit_test_refold_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_refold_SOURCES = dummy.cxx

tests_unit_test_blocks_SOURCES = \
	tests/unit/test_blocks.c \
	tests/unit/small_fixture.h
tests_unit_test_blocks_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_blocks_SOURCES = dummy.cxx

tests_unit_test_repair_SOURCES = \
	tests/unit/test_repair.c \
	tests/unit/small_fixture.h \
	tests/unit/updated_fixture.h
tests_unit_test_repair_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_repair_SOURCES = dummy.cxx

tests_unit_test_repeats_SOURCES = \
	tests/unit/test_repeats.c \
	tests/unit/small_fixture.h
tests_unit_test_repeats_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_repeats_SOURCES = dummy.cxx

tests_unit_test_text_blocks_SOURCES = \
	tests/unit/test_text_blocks.c \
	tests/unit/small_fixture.h
tests_unit_test_text_blocks_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_text_blocks_SOURCES = dummy.cxx

tests_unit_test_article_spool_SOURCES = \
	tests/unit/test_article_spool.c \
	tests/unit/small_fixture.h
tests_unit_test_article_spool_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_article_spool_SOURCES = dummy.cxx

tests_unit_test_generation_SOURCES = tests/unit/test_generation.c
tests_unit_test_generation_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_generation_SOURCES = dummy.cxx

tests_unit_test_metadata_SOURCES = tests/unit/test_metadata.c
tests_unit_test_metadata_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_metadata_SOURCES = dummy.cxx

tests_unit_test_index_SOURCES = tests/unit/test_index.c
tests_unit_test_index_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_index_SOURCES = dummy.cxx

tests_unit_test_json_SOURCES = tests/unit/test_json.c
tests_unit_test_json_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_json_SOURCES = dummy.cxx

tests_unit_test_kwic_SOURCES = \
	tests/unit/test_kwic.c \
	tests/unit/answer_fixture.c \
	tests/unit/answer_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_kwic_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) \
	$(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_kwic_SOURCES = dummy.cxx

tests_unit_test_languages_SOURCES = \
	tests/unit/test_languages.c \
	tests/unit/small_fixture.h
tests_unit_test_languages_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_languages_SOURCES = dummy.cxx

tests_unit_test_lexicon_SOURCES = tests/unit/test_lexicon.c
tests_unit_test_lexicon_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_lexicon_SOURCES = dummy.cxx

tests_unit_test_list_damage_SOURCES = \
	tests/unit/test_list_damage.c \
	tests/unit/guard_fixture.c \
	tests/unit/guard_fixture.h \
	tests/unit/shim_fixture.c \
	tests/unit/shim_fixture.h
tests_unit_test_list_damage_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_list_damage_SOURCES = dummy.cxx

tests_unit_test_limits_SOURCES = \
	tests/unit/test_limits.c \
	tests/unit/small_fixture.h
tests_unit_test_limits_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_limits_SOURCES = dummy.cxx

tests_unit_test_lists_SOURCES = \
	tests/unit/test_lists.cc \
	tests/unit/shim_fixture.c \
	tests/unit/shim_fixture.h \
	tests/unit/sink_compare.cc \
	tests/unit/sink_fixture.cc \
	tests/unit/sink_fixture.hh
tests_unit_test_lists_LDADD = $(UNIT_LIBS)

tests_unit_test_match_SOURCES = \
	tests/unit/test_match.c \
	tests/unit/answer_fixture.c \
	tests/unit/answer_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_match_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) \
	$(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_match_SOURCES = dummy.cxx

tests_unit_test_memory_SOURCES = \
	tests/unit/test_memory.c \
	tests/unit/small_fixture.h
tests_unit_test_memory_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_memory_SOURCES = dummy.cxx

tests_unit_test_mistakes_SOURCES = \
	tests/unit/test_mistakes.c \
	tests/unit/parse_fixture.c \
	tests/unit/parse_fixture.h
tests_unit_test_mistakes_LDADD = libpmquery.a $(ROOM_LIBS) $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_mistakes_SOURCES = dummy.cxx

# every archive whole, whether something asks for its parts or not
ALL_ROOMS = libpmquery.a $(ROOM_LIBS) libpmindexer.a libpmsegment.a libpmtext.a libpmglass.a \
	libpmshim.a libpmxapian.a libpmcorpus.a libpmjson.a libpmsupport.a
tests_unit_test_one_program_SOURCES = \
	tests/unit/test_one_program.c \
	tests/unit/answer_fixture.c \
	tests/unit/answer_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_one_program_LDADD = $(WHOLE_ARCHIVES) $(ALL_ROOMS) $(NO_WHOLE_ARCHIVES) \
	$(INDEX_LIBS) $(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_one_program_SOURCES = dummy.cxx

tests_unit_test_options_SOURCES = tests/unit/test_options.c
tests_unit_test_options_LDADD = libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_office_text_SOURCES = tests/unit/test_office_text.c
tests_unit_test_office_text_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_office_text_SOURCES = dummy.cxx
tests_unit_test_exports_SOURCES = tests/unit/test_exports.c
tests_unit_test_exports_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_exports_SOURCES = dummy.cxx
tests_unit_test_tails_SOURCES = tests/unit/test_tails.c tests/unit/reader_fixture.h
tests_unit_test_tails_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_tails_SOURCES = dummy.cxx

tests_unit_test_fold_list_SOURCES = tests/unit/test_fold_list.c tests/unit/small_fixture.h
tests_unit_test_fold_list_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_fold_list_SOURCES = dummy.cxx

tests_unit_test_fold_views_SOURCES = \
	tests/unit/test_fold_views.c \
	tests/unit/answer_fixture.c \
	tests/unit/answer_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_fold_views_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) \
	$(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_fold_views_SOURCES = dummy.cxx

tests_unit_test_folds_SOURCES = tests/unit/test_folds.c tests/unit/reader_fixture.h
tests_unit_test_folds_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_folds_SOURCES = dummy.cxx
tests_unit_test_fragment_SOURCES = tests/unit/test_fragment.c
tests_unit_test_fragment_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_fragment_SOURCES = dummy.cxx

tests_unit_test_page_facts_SOURCES = tests/unit/test_page_facts.c
tests_unit_test_page_facts_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_page_facts_SOURCES = dummy.cxx

tests_unit_test_page_rules_SOURCES = tests/unit/test_page_rules.c
tests_unit_test_page_rules_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_page_rules_SOURCES = dummy.cxx
tests_unit_test_selector_SOURCES = tests/unit/test_selector.c
tests_unit_test_selector_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_selector_SOURCES = dummy.cxx
tests_unit_test_page_lead_SOURCES = tests/unit/test_page_lead.c
tests_unit_test_page_lead_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_page_lead_SOURCES = dummy.cxx

tests_unit_test_page_hidden_SOURCES = tests/unit/test_page_hidden.c
tests_unit_test_page_hidden_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_page_hidden_SOURCES = dummy.cxx

tests_unit_test_page_markup_SOURCES = tests/unit/test_page_markup.c
tests_unit_test_page_markup_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_page_markup_SOURCES = dummy.cxx

tests_unit_test_page_references_SOURCES = tests/unit/test_page_references.c
tests_unit_test_page_references_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_page_references_SOURCES = dummy.cxx

tests_unit_test_pages_SOURCES = tests/unit/test_pages.c
tests_unit_test_pages_LDADD = libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_code_search_SOURCES = \
	tests/unit/test_code_search.c \
	tests/unit/small_fixture.h
tests_unit_test_code_search_LDADD = libpmquery.a $(ROOM_LIBS) libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_intervals_SOURCES = \
	tests/unit/test_intervals.c \
	tests/unit/small_fixture.h
tests_unit_test_intervals_LDADD = libpmquery.a $(ROOM_LIBS) libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_parse_SOURCES = \
	tests/unit/test_parse.c \
	tests/unit/parse_fixture.c \
	tests/unit/parse_fixture.h
tests_unit_test_parse_LDADD = libpmquery.a $(ROOM_LIBS) $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_parse_SOURCES = dummy.cxx

tests_unit_test_segments_SOURCES = \
	tests/unit/alone_fixture.h \
	tests/unit/joined_fixture.h \
	tests/unit/small_fixture.h \
	tests/unit/test_segments.c
tests_unit_test_segments_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) \
	$(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_segments_SOURCES = dummy.cxx

tests_unit_test_plan_shares_SOURCES = \
	tests/unit/test_plan_shares.c \
	tests/unit/small_fixture.h
tests_unit_test_plan_shares_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) \
	$(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_plan_shares_SOURCES = dummy.cxx

tests_unit_test_postings_SOURCES = \
	tests/unit/test_postings.c \
	tests/unit/small_fixture.h
tests_unit_test_postings_LDADD = libpmindexer.a libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_progress_SOURCES = \
	tests/unit/test_progress.c
tests_unit_test_progress_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_progress_SOURCES = dummy.cxx

tests_unit_test_ranking_SOURCES = \
	tests/unit/test_ranking.c \
	tests/unit/random_request.c \
	tests/unit/random_request.h \
	tests/unit/shim_fixture.c \
	tests/unit/shim_fixture.h
tests_unit_test_ranking_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_ranking_SOURCES = dummy.cxx

tests_unit_test_names_SOURCES = \
	tests/unit/test_names.c \
	tests/unit/small_fixture.h
tests_unit_test_names_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_names_SOURCES = dummy.cxx
tests_unit_test_encoding_SOURCES = \
	tests/unit/test_encoding.c \
	tests/unit/encoding_texts.h \
	tests/unit/pieces.h \
	tests/unit/small_fixture.h
tests_unit_test_encoding_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_encoding_SOURCES = dummy.cxx
tests_unit_test_orders_SOURCES = \
	tests/unit/test_orders.c \
	tests/unit/small_fixture.h
tests_unit_test_orders_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_orders_SOURCES = dummy.cxx

tests_unit_test_sgml_SOURCES = \
	tests/unit/test_sgml.c \
	tests/unit/reader_fixture.h \
	tests/unit/xml_fixture.h
tests_unit_test_sgml_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_sgml_SOURCES = dummy.cxx

tests_unit_test_wikitext_SOURCES = tests/unit/test_wikitext.c
tests_unit_test_wikitext_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_wikitext_SOURCES = dummy.cxx

tests_unit_test_xml_SOURCES = \
	tests/unit/test_xml.c \
	tests/unit/reader_fixture.h \
	tests/unit/xml_fixture.h
tests_unit_test_xml_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_xml_SOURCES = dummy.cxx

tests_unit_test_archives_SOURCES = \
	tests/unit/test_archives.c \
	tests/unit/reader_fixture.h
tests_unit_test_archives_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_archives_SOURCES = dummy.cxx

tests_unit_test_csv_SOURCES = \
	tests/unit/test_csv.c \
	tests/unit/reader_fixture.h
tests_unit_test_csv_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_csv_SOURCES = dummy.cxx

tests_unit_test_markdown_SOURCES = \
	tests/unit/test_markdown.c \
	tests/unit/reader_fixture.h
tests_unit_test_markdown_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_markdown_SOURCES = dummy.cxx

tests_unit_test_members_SOURCES = \
	tests/unit/test_members.c \
	tests/unit/reader_fixture.h
tests_unit_test_members_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_members_SOURCES = dummy.cxx

tests_unit_test_unpack_SOURCES = tests/unit/test_unpack.c tests/unit/reader_fixture.h
tests_unit_test_unpack_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_unpack_SOURCES = dummy.cxx

tests_unit_test_warc_SOURCES = tests/unit/test_warc.c tests/unit/reader_fixture.h
tests_unit_test_warc_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_warc_SOURCES = dummy.cxx

tests_unit_test_mail_SOURCES = tests/unit/test_mail.c tests/unit/article_fixture.h \
	tests/unit/reader_fixture.h
tests_unit_test_mail_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_mail_SOURCES = dummy.cxx

tests_unit_test_documents_SOURCES = tests/unit/test_documents.c \
	tests/unit/article_fixture.h tests/unit/reader_fixture.h
tests_unit_test_documents_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_documents_SOURCES = dummy.cxx

tests_unit_test_rtf_SOURCES = tests/unit/test_rtf.c tests/unit/article_fixture.h \
	tests/unit/reader_fixture.h
tests_unit_test_rtf_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_rtf_SOURCES = dummy.cxx

tests_unit_test_pdf_lines_SOURCES = tests/unit/test_pdf_lines.c
tests_unit_test_pdf_lines_LDADD = libpmpdf.a libpmsupport.a $(UTF8PROC_LIBS) $(CHECK_LIBS) -lm

tests_unit_test_reader_SOURCES = \
	tests/unit/test_reader.c \
	tests/unit/reader_fixture.h
tests_unit_test_reader_LDADD = $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_reader_SOURCES = dummy.cxx

tests_unit_test_round_trip_SOURCES = tests/unit/test_round_trip.c
tests_unit_test_round_trip_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_round_trip_SOURCES = dummy.cxx

tests_unit_test_search_SOURCES = \
	tests/unit/test_search.c \
	tests/unit/random_request.c \
	tests/unit/random_request.h \
	tests/unit/shim_fixture.c \
	tests/unit/shim_fixture.h
tests_unit_test_search_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_search_SOURCES = dummy.cxx

tests_unit_test_sinks_SOURCES = \
	tests/unit/test_sinks.cc \
	tests/unit/shim_fixture.c \
	tests/unit/shim_fixture.h \
	tests/unit/sink_compare.cc \
	tests/unit/sink_fixture.cc \
	tests/unit/sink_fixture.hh
tests_unit_test_sinks_LDADD = $(UNIT_LIBS)

tests_unit_test_part_SOURCES = \
	tests/unit/test_part.c \
	tests/unit/small_fixture.h
tests_unit_test_part_LDADD = libpmindexer.a libpmtext.a libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_patience_SOURCES = \
	tests/unit/test_patience.c \
	tests/unit/answer_fixture.c \
	tests/unit/answer_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_patience_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) \
	$(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_patience_SOURCES = dummy.cxx

tests_unit_test_shares_SOURCES = \
	tests/unit/test_shares.c \
	tests/unit/small_fixture.h
tests_unit_test_shares_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_shares_SOURCES = dummy.cxx

tests_unit_test_sift_SOURCES = \
	tests/unit/test_sift.c \
	tests/unit/answer_fixture.c \
	tests/unit/answer_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_sift_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) \
	$(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_sift_SOURCES = dummy.cxx

tests_unit_test_slice_SOURCES = \
	tests/unit/test_slice.c \
	tests/unit/small_fixture.h
tests_unit_test_slice_LDADD = libpmindexer.a libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_snippet_SOURCES = \
	tests/unit/test_snippet.c \
	tests/unit/answer_fixture.c \
	tests/unit/answer_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_snippet_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) \
	$(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_snippet_SOURCES = dummy.cxx

tests_unit_test_sort_SOURCES = \
	tests/unit/test_sort.c \
	tests/unit/small_fixture.h
tests_unit_test_sort_LDADD = libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_split_SOURCES = \
	tests/unit/test_split.c \
	tests/unit/random_text.h
tests_unit_test_split_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_split_SOURCES = dummy.cxx

tests_unit_test_split_impls_SOURCES = \
	tests/unit/test_split_impls.c \
	tests/unit/random_text.h
tests_unit_test_split_impls_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_split_impls_SOURCES = dummy.cxx

tests_unit_test_spelling_SOURCES = \
	tests/unit/test_spelling.c \
	tests/unit/random_text.h
tests_unit_test_spelling_LDADD = libpmquery.a $(ROOM_LIBS) $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_spelling_SOURCES = dummy.cxx

tests_unit_test_spool_SOURCES = \
	tests/unit/test_spool.c \
	tests/unit/small_fixture.h
tests_unit_test_spool_LDADD = libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_stem_SOURCES = tests/unit/test_stem.c
tests_unit_test_stem_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_stem_SOURCES = dummy.cxx

tests_unit_test_stem_forms_SOURCES = tests/unit/test_stem_forms.c
tests_unit_test_stem_forms_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_stem_forms_SOURCES = dummy.cxx

tests_unit_test_stem_rules_SOURCES = tests/unit/test_stem_rules.cc
tests_unit_test_stem_rules_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_stem_rules_SOURCES = dummy.cxx

tests_unit_test_deadline_SOURCES = \
	tests/unit/test_deadline.c \
	tests/unit/small_fixture.h
tests_unit_test_deadline_LDADD = libpmquery.a $(ROOM_LIBS) libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_store_SOURCES = \
	tests/unit/test_store.c \
	tests/unit/small_fixture.h
tests_unit_test_store_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_store_SOURCES = dummy.cxx

tests_unit_test_suggest_SOURCES = \
	tests/unit/test_suggest.c \
	tests/unit/query_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_suggest_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) $(PCRE2_LIBS) \
	$(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_suggest_SOURCES = dummy.cxx

tests_unit_test_support_SOURCES = tests/unit/test_support.c
tests_unit_test_support_LDADD = libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_team_SOURCES = \
	tests/unit/test_team.c \
	tests/unit/small_fixture.h
tests_unit_test_team_LDADD = libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_surfaces_SOURCES = \
	tests/unit/test_surfaces.c \
	tests/unit/small_fixture.h
tests_unit_test_surfaces_LDADD = libpmindexer.a libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_terminal_SOURCES = \
	tests/unit/test_terminal.c \
	tests/unit/small_fixture.h
tests_unit_test_terminal_LDADD = libpmterminal.a libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_terms_SOURCES = \
	tests/unit/test_terms.c \
	tests/unit/answer_fixture.c \
	tests/unit/answer_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_terms_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) \
	$(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_terms_SOURCES = dummy.cxx

tests_unit_test_union_SOURCES = \
	tests/unit/test_union.c \
	tests/unit/small_fixture.h
tests_unit_test_union_LDADD = libpmindexer.a libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_unite_SOURCES = \
	tests/unit/test_unite.c \
	tests/unit/small_fixture.h
tests_unit_test_unite_LDADD = libpmindexer.a $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_unite_SOURCES = dummy.cxx

tests_unit_test_utf8_SOURCES = tests/unit/test_utf8.c
tests_unit_test_utf8_LDADD = libpmsupport.a $(CHECK_LIBS) $(UTF8PROC_LIBS) $(XXHASH_LIBS)

tests_unit_test_weights_SOURCES = \
	tests/unit/test_weights.c \
	tests/unit/answer_fixture.c \
	tests/unit/answer_fixture.h \
	tests/unit/small_fixture.h
tests_unit_test_weights_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) \
	$(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_weights_SOURCES = dummy.cxx

tests_unit_test_writer_SOURCES = \
	tests/unit/test_writer.c \
	tests/unit/shim_fixture.c \
	tests/unit/shim_fixture.h
tests_unit_test_writer_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_unit_test_writer_SOURCES = dummy.cxx

tests_unit_test_writers_SOURCES = \
	tests/unit/test_writers.c \
	tests/unit/shim_fixture.c \
	tests/unit/shim_fixture.h
tests_unit_test_writers_LDADD = libpmindexer.a $(INDEX_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_unit_test_writers_SOURCES = dummy.cxx

# --- scripts: the programs as they are run ------------------------------------

# The longest first, as of all tests: what ends last keeps one processor from work.
dist_check_SCRIPTS = \
	tests/fuzz/run.sh \
	tests/fault/changes.sh \
	tests/fault/run.sh \
	tests/crash/changes.sh \
	tests/crash/power.sh \
	tests/crash/run.sh \
	tests/oracle/newswire.sh \
	tests/cli/run.sh \
	tests/oracle/segments.sh \
	tests/fault/repair.sh \
	tests/cli/module.sh \
	tests/cli/selftest.sh \
	tests/corpus/statistics.sh \
	tests/drift/dist.sh \
	tests/drift/files.sh \
	tests/drift/includes.sh \
	tests/drift/linking.sh \
	tests/drift/mutants.sh \
	tests/drift/options.sh \
	tests/drift/statuses.sh \
	tests/drift/symbols.sh \
	tests/drift/syntax.sh \
	tests/fault/cut.sh \
	tests/fault/full-disk.sh \
	tests/fault/large.sh \
	tests/fault/order-changes.sh \
	tests/fault/order.sh \
	tests/fault/limits.sh \
	tests/fault/lock.sh \
	tests/fault/read-only.sh \
	tests/fault/repeats.sh \
	tests/fault/space.sh \
	tests/fault/strange.sh \
	tests/crash/readers.sh \
	tests/oracle/copies.sh \
	tests/oracle/edge.sh \
	tests/oracle/folds.sh \
	tests/oracle/languages.sh \
	tests/oracle/stories.sh \
	tests/oracle/updates.sh \
	tests/oracle/writers.sh \
	tests/stems/forms.sh \
	tests/stems/other.sh

# Makes calls of a program fail or kill it; never instrumented itself.
check_DATA += tests/fault/inject.so
tests/fault/inject.so: tests/fault/inject.c
	@$(MKDIR_P) tests/fault
	$(AM_V_CC)$(CC) -D_GNU_SOURCE $(CPPFLAGS) -O1 -g -Wall -Wextra -fPIC -shared \
		-o $@ $(srcdir)/tests/fault/inject.c -ldl -pthread
CLEANFILES += tests/fault/inject.so

# A stemmer that stems otherwise.
check_DATA += tests/stems/other.so
tests/stems/other.so: tests/stems/other.cc
	@$(MKDIR_P) tests/stems
	$(AM_V_CXX)$(CXX) $(CPPFLAGS) -std=c++17 -O1 -g -Wall -Wextra -fPIC -shared \
		-o $@ $(srcdir)/tests/stems/other.cc -ldl
CLEANFILES += tests/stems/other.so
EXTRA_DIST += tests/stems/forms.tsv tests/stems/other.cc

# --- fuzz targets, with a driver that replays seeds ------------------------------

check_PROGRAMS += tests/fuzz/replay_parse
tests_fuzz_replay_parse_SOURCES = \
	tests/fuzz/fuzz_parse.c \
	tests/fuzz/replay.c \
	tests/fuzz/require.h
tests_fuzz_replay_parse_LDADD = libpmquery.a $(ROOM_LIBS) $(QUERY_LIBS)
nodist_EXTRA_tests_fuzz_replay_parse_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_parse

check_PROGRAMS += tests/fuzz/replay_xml
tests_fuzz_replay_xml_SOURCES = tests/fuzz/fuzz_xml.c tests/fuzz/replay.c
tests_fuzz_replay_xml_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_xml_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_xml

check_PROGRAMS += tests/fuzz/replay_page
tests_fuzz_replay_page_SOURCES = tests/fuzz/fuzz_page.c tests/fuzz/replay.c
tests_fuzz_replay_page_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_page_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_page

check_PROGRAMS += tests/fuzz/replay_encoding
tests_fuzz_replay_encoding_SOURCES = \
	tests/fuzz/fuzz_encoding.c \
	tests/fuzz/replay.c \
	tests/unit/pieces.h
tests_fuzz_replay_encoding_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_encoding_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_encoding
check_PROGRAMS += tests/fuzz/replay_entries
tests_fuzz_replay_entries_SOURCES = tests/fuzz/fuzz_entries.c tests/fuzz/replay.c
tests_fuzz_replay_entries_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_entries_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_entries

check_PROGRAMS += tests/fuzz/replay_document
tests_fuzz_replay_document_SOURCES = tests/fuzz/fuzz_document.c tests/fuzz/read_file.h tests/fuzz/replay.c
tests_fuzz_replay_document_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_document_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_document

check_PROGRAMS += tests/fuzz/replay_mail
tests_fuzz_replay_mail_SOURCES = tests/fuzz/fuzz_mail.c tests/fuzz/read_file.h tests/fuzz/replay.c
tests_fuzz_replay_mail_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_mail_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_mail

check_PROGRAMS += tests/fuzz/replay_rtf
tests_fuzz_replay_rtf_SOURCES = tests/fuzz/fuzz_rtf.c tests/fuzz/read_file.h tests/fuzz/replay.c
tests_fuzz_replay_rtf_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_rtf_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_rtf

check_PROGRAMS += tests/fuzz/replay_rules
tests_fuzz_replay_rules_SOURCES = tests/fuzz/fuzz_rules.c tests/fuzz/replay.c
tests_fuzz_replay_rules_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_rules_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_rules

check_PROGRAMS += tests/fuzz/replay_unpack
tests_fuzz_replay_unpack_SOURCES = tests/fuzz/fuzz_unpack.c tests/fuzz/read_file.h tests/fuzz/replay.c
tests_fuzz_replay_unpack_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_unpack_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_unpack

check_PROGRAMS += tests/fuzz/replay_warc
tests_fuzz_replay_warc_SOURCES = tests/fuzz/fuzz_warc.c tests/fuzz/read_file.h tests/fuzz/replay.c
tests_fuzz_replay_warc_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_warc_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_warc

check_PROGRAMS += tests/fuzz/replay_fragment
tests_fuzz_replay_fragment_SOURCES = tests/fuzz/fuzz_fragment.c tests/fuzz/replay.c
tests_fuzz_replay_fragment_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_fragment_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_fragment

check_PROGRAMS += tests/fuzz/replay_export
tests_fuzz_replay_export_SOURCES = tests/fuzz/fuzz_export.c tests/fuzz/replay.c
tests_fuzz_replay_export_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_export_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_export

check_PROGRAMS += tests/fuzz/replay_office
tests_fuzz_replay_office_SOURCES = tests/fuzz/fuzz_office.c tests/fuzz/replay.c
tests_fuzz_replay_office_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_office_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_office

check_PROGRAMS += tests/fuzz/replay_evaluate tests/fuzz/replay_shapes
tests_fuzz_replay_evaluate_SOURCES = \
	tests/fuzz/answer.c \
	tests/fuzz/answer.h \
	tests/fuzz/fuzz_evaluate.c \
	tests/fuzz/replay.c
tests_fuzz_replay_evaluate_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) $(PCRE2_LIBS)
nodist_EXTRA_tests_fuzz_replay_evaluate_SOURCES = dummy.cxx
tests_fuzz_replay_shapes_SOURCES = \
	tests/fuzz/answer.c \
	tests/fuzz/answer.h \
	tests/fuzz/fuzz_shapes.c \
	tests/fuzz/replay.c
tests_fuzz_replay_shapes_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) $(PCRE2_LIBS)
nodist_EXTRA_tests_fuzz_replay_shapes_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_evaluate tests/fuzz/stopped_shapes

check_PROGRAMS += tests/fuzz/replay_removed
tests_fuzz_replay_removed_SOURCES = tests/fuzz/fuzz_removed.c tests/fuzz/replay.c
tests_fuzz_replay_removed_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_removed_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_removed

# forged indexes: tests/fuzz/forge.h
FORGE_SOURCES = \
	tests/fuzz/forge.c \
	tests/fuzz/forge.h \
	tests/fuzz/forge_alter.c \
	tests/fuzz/forge_parts.h \
	tests/fuzz/replay.c
check_PROGRAMS += tests/fuzz/replay_copies
tests_fuzz_replay_copies_SOURCES = $(FORGE_SOURCES) tests/fuzz/fuzz_copies.c
tests_fuzz_replay_copies_LDADD = libpmindexer.a $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_copies_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_copies
check_PROGRAMS += tests/fuzz/replay_generation
tests_fuzz_replay_generation_SOURCES = $(FORGE_SOURCES) tests/fuzz/fuzz_generation.c
tests_fuzz_replay_generation_LDADD = libpmindexer.a $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_generation_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_generation
check_PROGRAMS += tests/fuzz/replay_glass
tests_fuzz_replay_glass_SOURCES = $(FORGE_SOURCES) tests/fuzz/fuzz_glass.c
tests_fuzz_replay_glass_LDADD = libpmindexer.a $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_glass_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_glass
check_PROGRAMS += tests/fuzz/replay_index
tests_fuzz_replay_index_SOURCES = $(FORGE_SOURCES) tests/fuzz/fuzz_index.c
tests_fuzz_replay_index_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) $(PCRE2_LIBS)
nodist_EXTRA_tests_fuzz_replay_index_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_index
check_PROGRAMS += tests/fuzz/replay_lexicon
tests_fuzz_replay_lexicon_SOURCES = $(FORGE_SOURCES) tests/fuzz/fuzz_lexicon.c
tests_fuzz_replay_lexicon_LDADD = libpmindexer.a $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_lexicon_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_lexicon
check_PROGRAMS += tests/fuzz/replay_folds
tests_fuzz_replay_folds_SOURCES = $(FORGE_SOURCES) tests/fuzz/fuzz_folds.c
tests_fuzz_replay_folds_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) $(PCRE2_LIBS)
nodist_EXTRA_tests_fuzz_replay_folds_SOURCES = dummy.cxx

check_PROGRAMS += tests/fuzz/replay_shares
tests_fuzz_replay_shares_SOURCES = $(FORGE_SOURCES) tests/fuzz/fuzz_shares.c
tests_fuzz_replay_shares_LDADD = libpmindexer.a $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_shares_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_shares
check_PROGRAMS += tests/fuzz/replay_store
tests_fuzz_replay_store_SOURCES = $(FORGE_SOURCES) tests/fuzz/fuzz_store.c
tests_fuzz_replay_store_LDADD = libpmindexer.a $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_store_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_store
check_PROGRAMS += tests/fuzz/replay_metadata
tests_fuzz_replay_metadata_SOURCES = tests/fuzz/fuzz_metadata.c tests/fuzz/replay.c
tests_fuzz_replay_metadata_LDADD = $(INDEX_LIBS)
nodist_EXTRA_tests_fuzz_replay_metadata_SOURCES = dummy.cxx
CLEANFILES += tests/fuzz/stopped_metadata

# --- oracle: the naive scan: what it compares with is in tests/oracle/naive.h

check_PROGRAMS += tests/oracle/test_oracle
tests_oracle_test_oracle_SOURCES = \
	tests/oracle/counts.c \
	tests/oracle/counts.h \
	tests/oracle/edge.c \
	tests/oracle/edge.h \
	tests/oracle/extents.c \
	tests/oracle/extents.h \
	tests/oracle/generate.c \
	tests/oracle/generate.h \
	tests/oracle/generate_fields.c \
	tests/oracle/generate_parts.h \
	tests/oracle/generate_phrases.c \
	tests/oracle/match.c \
	tests/oracle/naive.c \
	tests/oracle/naive.h \
	tests/oracle/scan.c \
	tests/oracle/sentences.c \
	tests/oracle/sentences.h \
	tests/oracle/spelt.c \
	tests/oracle/spelt.h \
	tests/oracle/table.c \
	tests/oracle/table.h \
	tests/oracle/test_oracle.c
tests_oracle_test_oracle_LDADD = libpmquery.a $(ROOM_LIBS) $(INDEX_LIBS) $(PCRE2_LIBS)
nodist_EXTRA_tests_oracle_test_oracle_SOURCES = dummy.cxx

# the scan itself, in cases worked out by hand
if HAVE_CHECK
check_PROGRAMS += tests/oracle/test_naive
TESTS += tests/oracle/test_naive
endif
tests_oracle_test_naive_SOURCES = \
	tests/oracle/extents.c \
	tests/oracle/extents.h \
	tests/oracle/match.c \
	tests/oracle/naive.c \
	tests/oracle/naive.h \
	tests/oracle/scan.c \
	tests/oracle/sentences.c \
	tests/oracle/sentences.h \
	tests/oracle/spelt.c \
	tests/oracle/spelt.h \
	tests/oracle/test_naive.c
tests_oracle_test_naive_LDADD = libpmquery.a $(ROOM_LIBS) $(INDEX_LIBS) $(PCRE2_LIBS) $(CHECK_LIBS)
nodist_EXTRA_tests_oracle_test_naive_SOURCES = dummy.cxx

# --- the made-up newswire: tests/corpus/make_corpus.c

check_PROGRAMS += tests/corpus/make_corpus
tests_corpus_make_corpus_SOURCES = \
	tests/corpus/article.c \
	tests/corpus/article.h \
	tests/corpus/chance.h \
	tests/corpus/figures.c \
	tests/corpus/figures.h \
	tests/corpus/grammar.c \
	tests/corpus/grammar.h \
	tests/corpus/grammar_rules.c \
	tests/corpus/make_corpus.c \
	tests/corpus/names.c \
	tests/corpus/names.h \
	tests/corpus/prose.c \
	tests/corpus/prose.h \
	tests/corpus/stems.c \
	tests/corpus/stems.h \
	tests/corpus/story.c \
	tests/corpus/story.h \
	tests/corpus/words.c \
	tests/corpus/words.h \
	tests/corpus/zipf.c \
	tests/corpus/zipf.h
tests_corpus_make_corpus_LDADD = libpmsupport.a $(UTF8PROC_LIBS) $(XXHASH_LIBS)

# --- copies by comparing all pairs, for tests/oracle/copies.sh

check_PROGRAMS += tests/oracle/copies
tests_oracle_copies_SOURCES = tests/oracle/copies.c
tests_oracle_copies_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_oracle_copies_SOURCES = dummy.cxx

# --- an index of several segments, for tests/oracle/segments.sh

check_PROGRAMS += tests/oracle/join
tests_oracle_join_SOURCES = tests/oracle/join.c
tests_oracle_join_LDADD = libpmindexer.a $(INDEX_LIBS)
nodist_EXTRA_tests_oracle_join_SOURCES = dummy.cxx

# --- random updates, and two indexes that answer the same, for tests/oracle/updates.sh

# pressmark-index, but that segments may be small
check_PROGRAMS += tests/oracle/small_index
tests_oracle_small_index_SOURCES = $(MAIN_SOURCES)
tests_oracle_small_index_CPPFLAGS = $(AM_CPPFLAGS) -DPM_SEGMENT_SIZE_LEAST='"0M"'
tests_oracle_small_index_LDADD = libpmindexer.a libpmterminal.a $(INDEX_LIBS)
nodist_EXTRA_tests_oracle_small_index_SOURCES = dummy.cxx

check_PROGRAMS += tests/oracle/make_updates tests/oracle/same
tests_oracle_make_updates_SOURCES = \
	tests/oracle/make_updates.c \
	tests/oracle/updates_model.c \
	tests/oracle/updates_model.h
tests_oracle_make_updates_LDADD = $(UNIT_LIBS)
nodist_EXTRA_tests_oracle_make_updates_SOURCES = dummy.cxx
tests_oracle_same_SOURCES = \
	tests/oracle/extents.c \
	tests/oracle/extents.h \
	tests/oracle/generate.c \
	tests/oracle/generate.h \
	tests/oracle/generate_fields.c \
	tests/oracle/generate_parts.h \
	tests/oracle/generate_phrases.c \
	tests/oracle/match.c \
	tests/oracle/naive.c \
	tests/oracle/naive.h \
	tests/oracle/same.c \
	tests/oracle/scan.c \
	tests/oracle/sentences.c \
	tests/oracle/sentences.h \
	tests/oracle/spelt.c \
	tests/oracle/spelt.h
tests_oracle_same_LDADD = libpmquery.a $(ROOM_LIBS) $(INDEX_LIBS) $(PCRE2_LIBS)
nodist_EXTRA_tests_oracle_same_SOURCES = dummy.cxx

# --- both writers of databases, for tests/oracle/writers.sh

check_PROGRAMS += tests/oracle/database_tool tests/oracle/pressmark-index-foreign
tests_oracle_database_tool_SOURCES = \
	tests/oracle/database_tool.cc \
	tests/unit/sink_compare.cc \
	tests/unit/sink_fixture.cc \
	tests/unit/sink_fixture.hh
tests_oracle_database_tool_LDADD = $(UNIT_LIBS)
tests_oracle_pressmark_index_foreign_SOURCES = \
	$(MAIN_SOURCES) \
	tests/oracle/foreign_stamp.c
tests_oracle_pressmark_index_foreign_LDADD = libpmindexer.a $(INDEX_LIBS)
nodist_EXTRA_tests_oracle_pressmark_index_foreign_SOURCES = dummy.cxx

# --- corrupt: damaged indexes

DAMAGED = \
	tests/corrupt/articles.c \
	tests/corrupt/articles.h \
	tests/corrupt/asking.c \
	tests/corrupt/asking.h \
	tests/corrupt/files.c \
	tests/corrupt/files.h

check_PROGRAMS += tests/corrupt/damage
tests_corrupt_damage_SOURCES = $(DAMAGED) tests/corrupt/damage.c
tests_corrupt_damage_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) $(PCRE2_LIBS)
nodist_EXTRA_tests_corrupt_damage_SOURCES = dummy.cxx

check_PROGRAMS += tests/corrupt/changed
tests_corrupt_changed_SOURCES = $(DAMAGED) tests/corrupt/changed.c
tests_corrupt_changed_LDADD = libpmquery.a $(ROOM_LIBS) libpmindexer.a $(INDEX_LIBS) $(PCRE2_LIBS)
nodist_EXTRA_tests_corrupt_changed_SOURCES = dummy.cxx
TESTS += tests/corrupt/changed

EXTRA_DIST += \
	tests/cli/cases/bad-input.sh \
	tests/cli/cases/bad-input.stdout \
	tests/cli/cases/batch.sh \
	tests/cli/cases/batch.stderr \
	tests/cli/cases/batch.stdout \
	tests/cli/cases/check-damage.sh \
	tests/cli/cases/check-damage.stdout \
	tests/cli/cases/check.sh \
	tests/cli/cases/check.stdout \
	tests/cli/cases/cite.sh \
	tests/cli/cases/cite.stdout \
	tests/cli/cases/commands.sh \
	tests/cli/cases/commands.stdout \
	tests/cli/cases/contrib.sh \
	tests/cli/cases/contrib.stdout \
	tests/cli/cases/control-characters.sh \
	tests/cli/cases/control-characters.stdout \
	tests/cli/cases/copies.sh \
	tests/cli/cases/copies.stdout \
	tests/cli/cases/copy.sh \
	tests/cli/cases/copy.stdout \
	tests/cli/cases/cut-short.sh \
	tests/cli/cases/cut-short.stdout \
	tests/cli/cases/damaged.sh \
	tests/cli/cases/damaged.stdout \
	tests/cli/cases/dates.sh \
	tests/cli/cases/dates.stdout \
	tests/cli/cases/encodings.sh \
	tests/cli/cases/encodings.stdout \
	tests/cli/cases/environment.sh \
	tests/cli/cases/environment.stdout \
	tests/cli/cases/exclude.sh \
	tests/cli/cases/exclude.stdout \
	tests/cli/cases/explain-input.sh \
	tests/cli/cases/explain-input.stdout \
	tests/cli/cases/explain.sh \
	tests/cli/cases/explain.stdout \
	tests/cli/cases/exports.sh \
	tests/cli/cases/exports.stderr \
	tests/cli/cases/exports.stdout \
	tests/cli/cases/facets.sh \
	tests/cli/cases/facets.stdout \
	tests/cli/cases/folds.sh \
	tests/cli/cases/folds.stdout \
	tests/cli/cases/formats.sh \
	tests/cli/cases/formats.stdout \
	tests/cli/cases/help.sh \
	tests/cli/cases/help.stdout \
	tests/cli/cases/hits.sh \
	tests/cli/cases/hits.stdout \
	tests/cli/cases/keep.sh \
	tests/cli/cases/keep.stderr \
	tests/cli/cases/keep.stdout \
	tests/cli/cases/kwic.sh \
	tests/cli/cases/kwic.stdout \
	tests/cli/cases/huge-words.sh \
	tests/cli/cases/huge-words.stdout \
	tests/cli/cases/large-line.sh \
	tests/cli/cases/large-line.stdout \
	tests/cli/cases/large-queries.sh \
	tests/cli/cases/large-queries.stdout \
	tests/cli/cases/links.sh \
	tests/cli/cases/links.stdout \
	tests/cli/cases/lists.sh \
	tests/cli/cases/lists.stdout \
	tests/cli/cases/logic.sh \
	tests/cli/cases/logic.stdout \
	tests/cli/cases/map.sh \
	tests/cli/cases/map.stdout \
	tests/cli/cases/many-complaints.sh \
	tests/cli/cases/many-complaints.stdout \
	tests/cli/cases/many-runs.sh \
	tests/cli/cases/many-runs.stdout \
	tests/cli/cases/mistakes.sh \
	tests/cli/cases/mistakes.stdout \
	tests/cli/cases/names.sh \
	tests/cli/cases/names.stdout \
	tests/cli/cases/narrow.sh \
	tests/cli/cases/narrow.stdout \
	tests/cli/cases/new-since.sh \
	tests/cli/cases/new-since.stdout \
	tests/cli/cases/no-article.sh \
	tests/cli/cases/no-article.stdout \
	tests/cli/cases/no-index.sh \
	tests/cli/cases/no-index.stdout \
	tests/cli/cases/other-ids.sh \
	tests/cli/cases/other-ids.stdout \
	tests/cli/cases/other-types.sh \
	tests/cli/cases/other-types.stdout \
	tests/cli/cases/pages.sh \
	tests/cli/cases/pages.stdout \
	tests/cli/cases/pdf.sh \
	tests/cli/cases/pdf.stdout \
	tests/cli/cases/plain-text.sh \
	tests/cli/cases/plain-text.stdout \
	tests/cli/cases/prompt-new.sh \
	tests/cli/cases/prompt-new.stdout \
	tests/cli/cases/prompt.sh \
	tests/cli/cases/prompt.stdout \
	tests/cli/cases/ranking.sh \
	tests/cli/cases/ranking.stdout \
	tests/cli/cases/question.sh \
	tests/cli/cases/question.stdout \
	tests/cli/cases/remove.sh \
	tests/cli/cases/remove.stdout \
	tests/cli/cases/repair.sh tests/cli/cases/repair.stdout \
	tests/cli/cases/repeated.sh \
	tests/cli/cases/repeated.stdout \
	tests/cli/cases/repeats.sh tests/cli/cases/repeats.stdout \
	tests/cli/cases/replace-index.sh \
	tests/cli/cases/replace-index.stdout \
	tests/cli/cases/report.sh \
	tests/cli/cases/report.stdout \
	tests/cli/cases/rollback.sh \
	tests/cli/cases/rollback.stdout \
	tests/cli/cases/rules.sh \
	tests/cli/cases/rules.stdout \
	tests/cli/cases/same-ids.sh \
	tests/cli/cases/same-ids.stdout \
	tests/cli/cases/reload.sh \
	tests/cli/cases/reload.stderr \
	tests/cli/cases/reload.stdout \
	tests/cli/cases/same.sh \
	tests/cli/cases/same.stdout \
	tests/cli/cases/saved-pages.sh \
	tests/cli/cases/saved-pages.stdout \
	tests/cli/cases/saved-rollback.sh \
	tests/cli/cases/saved-rollback.stdout \
	tests/cli/cases/saved.sh \
	tests/cli/cases/saved.stdout \
	tests/cli/cases/spared.sh \
	tests/cli/cases/spared.stdout \
	tests/cli/cases/stats-json.sh tests/cli/cases/stats-json.stderr \
	tests/cli/cases/stats-json.stdout \
	tests/cli/cases/stdin.sh \
	tests/cli/cases/stdin.stdout \
	tests/cli/cases/summary.sh \
	tests/cli/cases/summary.stdout \
	tests/cli/cases/terminal.sh \
	tests/cli/cases/terminal.stdout \
	tests/cli/cases/timeout.sh \
	tests/cli/cases/timeout.stdout \
	tests/cli/cases/told-again.sh \
	tests/cli/cases/told-again.stdout \
	tests/cli/cases/trec.sh \
	tests/cli/cases/trec.stdout \
	tests/cli/cases/update.sh \
	tests/cli/cases/update.stdout \
	tests/cli/cases/usage.sh \
	tests/cli/cases/usage.stdout \
	tests/cli/cases/words.sh \
	tests/cli/cases/words.stdout \
	tests/cli/cases/writing.sh \
	tests/cli/cases/writing.stderr \
	tests/cli/cases/writing.stdout \
	tests/cli/cases/xml.sh \
	tests/cli/cases/xml.stdout \
	tests/corpus/queries.tsv \
	tests/drift/rooms.sh \
	tests/fault/inject.c \
	tests/fault/changes_lib.sh \
	tests/fault/lib.sh \
	tests/oracle/lib.sh \
	tests/fuzz/seeds/encoding/cut \
	tests/fuzz/seeds/encoding/empty \
	tests/fuzz/seeds/encoding/euc-kr-given \
	tests/fuzz/seeds/encoding/gb18030 \
	tests/fuzz/seeds/encoding/iso-2022-jp \
	tests/fuzz/seeds/encoding/iso-2022-kr \
	tests/fuzz/seeds/encoding/johab \
	tests/fuzz/seeds/encoding/koi8-r \
	tests/fuzz/seeds/encoding/mixed \
	tests/fuzz/seeds/encoding/nul \
	tests/fuzz/seeds/encoding/shift-jis \
	tests/fuzz/seeds/encoding/utf-16 \
	tests/fuzz/seeds/encoding/utf-16-mark \
	tests/fuzz/seeds/encoding/utf-32 \
	tests/fuzz/seeds/encoding/windows-1250 \
	tests/fuzz/seeds/encoding/windows-1258 \
	tests/fuzz/seeds/entries/bare \
	tests/fuzz/seeds/entries/csv \
	tests/fuzz/seeds/entries/cut \
	tests/fuzz/seeds/entries/folds \
	tests/fuzz/seeds/entries/front \
	tests/fuzz/seeds/entries/json \
	tests/fuzz/seeds/entries/lines \
	tests/fuzz/seeds/entries/spaced \
	tests/fuzz/seeds/entries/tail \
	tests/fuzz/seeds/entries/text \
	tests/fuzz/seeds/entries/toml \
	tests/fuzz/seeds/entries/tsv \
	tests/fuzz/seeds/entries/wrapped \
	tests/fuzz/seeds/entries/yaml \
	tests/fuzz/seeds/evaluate/calls \
	tests/fuzz/seeds/evaluate/distance \
	tests/fuzz/seeds/evaluate/fields \
	tests/fuzz/seeds/evaluate/loose \
	tests/fuzz/seeds/evaluate/not \
	tests/fuzz/seeds/evaluate/spelt \
	tests/fuzz/seeds/evaluate/words \
	tests/fuzz/seeds/export/bibtex \
	tests/fuzz/seeds/export/conllu \
	tests/fuzz/seeds/export/empty \
	tests/fuzz/seeds/export/europresse \
	tests/fuzz/seeds/export/factiva \
	tests/fuzz/seeds/export/medline \
	tests/fuzz/seeds/export/nexis \
	tests/fuzz/seeds/export/nexis-de \
	tests/fuzz/seeds/export/nexis-fr \
	tests/fuzz/seeds/export/nexis-html \
	tests/fuzz/seeds/export/nexis-uni \
	tests/fuzz/seeds/export/proquest \
	tests/fuzz/seeds/export/proquest-abstract \
	tests/fuzz/seeds/export/proquest-cut \
	tests/fuzz/seeds/export/proquest-html \
	tests/fuzz/seeds/export/ris \
	tests/fuzz/seeds/export/unknown \
	tests/fuzz/seeds/export/vrt \
	tests/fuzz/seeds/export/wos \
	tests/fuzz/seeds/forge/blocks \
	tests/fuzz/seeds/forge/bytes \
	tests/fuzz/seeds/forge/nothing \
	tests/fuzz/seeds/forge/numbers \
	tests/fuzz/seeds/forge/others \
	tests/fuzz/seeds/document/book \
	tests/fuzz/seeds/document/odt \
	tests/fuzz/seeds/document/word \
	tests/fuzz/seeds/fragment/empty \
	tests/fuzz/seeds/fragment/paragraphs \
	tests/fuzz/seeds/fragment/post \
	tests/fuzz/seeds/fragment/raw \
	tests/fuzz/seeds/fragment/title \
	tests/fuzz/seeds/mail/mbox \
	tests/fuzz/seeds/mail/parts \
	tests/fuzz/seeds/mail/saved \
	tests/fuzz/seeds/metadata/all \
	tests/fuzz/seeds/metadata/empty \
	tests/fuzz/seeds/metadata/lists \
	tests/fuzz/seeds/office/nexis \
	tests/fuzz/seeds/office/odt \
	tests/fuzz/seeds/office/styles \
	tests/fuzz/seeds/office/word \
	tests/fuzz/seeds/page/article \
	tests/fuzz/seeds/page/comments \
	tests/fuzz/seeds/page/dates \
	tests/fuzz/seeds/page/empty \
	tests/fuzz/seeds/page/ends \
	tests/fuzz/seeds/page/hidden \
	tests/fuzz/seeds/page/iso-2022-jp \
	tests/fuzz/seeds/page/iso-2022-kr \
	tests/fuzz/seeds/page/nested \
	tests/fuzz/seeds/page/nul \
	tests/fuzz/seeds/page/quotes \
	tests/fuzz/seeds/page/raw \
	tests/fuzz/seeds/page/references \
	tests/fuzz/seeds/page/rtl \
	tests/fuzz/seeds/page/shift-jis \
	tests/fuzz/seeds/page/teaser \
	tests/fuzz/seeds/page/utf-16 \
	tests/fuzz/seeds/page/vietnamese \
	tests/fuzz/seeds/page/wide \
	tests/fuzz/seeds/page/xml \
	tests/fuzz/seeds/parse/accents \
	tests/fuzz/seeds/parse/addresses \
	tests/fuzz/seeds/parse/almost \
	tests/fuzz/seeds/parse/and \
	tests/fuzz/seeds/parse/any \
	tests/fuzz/seeds/parse/bad-dates \
	tests/fuzz/seeds/parse/bytes \
	tests/fuzz/seeds/parse/calls \
	tests/fuzz/seeds/parse/cjk \
	tests/fuzz/seeds/parse/colons \
	tests/fuzz/seeds/parse/curly \
	tests/fuzz/seeds/parse/dates \
	tests/fuzz/seeds/parse/deep \
	tests/fuzz/seeds/parse/distance \
	tests/fuzz/seeds/parse/distance-wrong \
	tests/fuzz/seeds/parse/empty \
	tests/fuzz/seeds/parse/exact \
	tests/fuzz/seeds/parse/exact-phrase \
	tests/fuzz/seeds/parse/field-names \
	tests/fuzz/seeds/parse/foreign-call \
	tests/fuzz/seeds/parse/foreign-hints \
	tests/fuzz/seeds/parse/foreign-logic \
	tests/fuzz/seeds/parse/foreign-percent \
	tests/fuzz/seeds/parse/foreign-proximity \
	tests/fuzz/seeds/parse/foreign-rewritten \
	tests/fuzz/seeds/parse/foreign-wildcards \
	tests/fuzz/seeds/parse/fuzzy \
	tests/fuzz/seeds/parse/fuzzy-url \
	tests/fuzz/seeds/parse/group-of-a-field \
	tests/fuzz/seeds/parse/joined \
	tests/fuzz/seeds/parse/less-deep \
	tests/fuzz/seeds/parse/loose \
	tests/fuzz/seeds/parse/marks \
	tests/fuzz/seeds/parse/names \
	tests/fuzz/seeds/parse/nested \
	tests/fuzz/seeds/parse/not \
	tests/fuzz/seeds/parse/number-apart \
	tests/fuzz/seeds/parse/numbers \
	tests/fuzz/seeds/parse/or-and \
	tests/fuzz/seeds/parse/other-words \
	tests/fuzz/seeds/parse/phrase \
	tests/fuzz/seeds/parse/prefix \
	tests/fuzz/seeds/parse/prefix-whole \
	tests/fuzz/seeds/parse/quoted-signs \
	tests/fuzz/seeds/parse/rare-dates \
	tests/fuzz/seeds/parse/regex \
	tests/fuzz/seeds/parse/relative-dates \
	tests/fuzz/seeds/parse/spaces \
	tests/fuzz/seeds/parse/stray \
	tests/fuzz/seeds/parse/suggested-field \
	tests/fuzz/seeds/parse/title \
	tests/fuzz/seeds/parse/unclosed \
	tests/fuzz/seeds/parse/url-open \
	tests/fuzz/seeds/parse/values \
	tests/fuzz/seeds/parse/weights \
	tests/fuzz/seeds/parse/wildcards \
	tests/fuzz/seeds/parse/word \
	tests/fuzz/seeds/rules/css \
	tests/fuzz/seeds/rules/empty \
	tests/fuzz/seeds/rules/words \
	tests/fuzz/seeds/rules/xpath \
	tests/fuzz/seeds/removed/one \
	tests/fuzz/seeds/removed/three \
	tests/fuzz/seeds/rtf/all \
	tests/fuzz/seeds/rtf/cut \
	tests/fuzz/seeds/shapes/distance \
	tests/fuzz/seeds/shapes/loose \
	tests/fuzz/seeds/shapes/nested \
	tests/fuzz/seeds/shapes/query \
	tests/fuzz/seeds/unpack/bzip2 \
	tests/fuzz/seeds/unpack/gzip \
	tests/fuzz/seeds/unpack/lzma \
	tests/fuzz/seeds/unpack/xz \
	tests/fuzz/seeds/unpack/zstd \
	tests/fuzz/seeds/warc/packed \
	tests/fuzz/seeds/warc/page \
	tests/fuzz/seeds/xml/alto \
	tests/fuzz/seeds/xml/atom \
	tests/fuzz/seeds/xml/entities \
	tests/fuzz/seeds/xml/factiva \
	tests/fuzz/seeds/xml/fedreg \
	tests/fuzz/seeds/xml/jats \
	tests/fuzz/seeds/xml/mediawiki \
	tests/fuzz/seeds/xml/missing \
	tests/fuzz/seeds/xml/newsml \
	tests/fuzz/seeds/xml/newsml_g2 \
	tests/fuzz/seeds/xml/nitf \
	tests/fuzz/seeds/xml/other \
	tests/fuzz/seeds/xml/own \
	tests/fuzz/seeds/xml/pubmed \
	tests/fuzz/seeds/xml/rcv1 \
	tests/fuzz/seeds/xml/rdf \
	tests/fuzz/seeds/xml/reuters \
	tests/fuzz/seeds/xml/rss \
	tests/fuzz/seeds/xml/several \
	tests/fuzz/seeds/xml/tei \
	tests/fuzz/seeds/xml/trec \
	tests/fuzz/seeds/xml/web \
	tests/fuzz/seeds/xml/wikitext \
	tests/fuzz/seeds/xml/wordpress \
	tests/fuzz/seeds/xml/wrapped \
	tests/lib.sh \
	tests/tally \
	tests/tap \
	tests/words.tsv

# --- check-long: the same comparisons with far more queries, the long line, and a
# failure of each call that a large build makes

check-long: all $(check_PROGRAMS)
	PM_LONG=yes; export PM_LONG; $(MAKE) $(AM_MAKEFLAGS) check \
		TESTS='tests/corrupt/changed tests/corrupt/damage \
			tests/crash/changes.sh tests/crash/power.sh tests/crash/readers.sh \
			tests/fault/changes.sh tests/fault/large.sh \
			tests/fault/repair.sh \
			tests/fuzz/run.sh \
			tests/oracle/edge.sh tests/oracle/folds.sh \
			tests/oracle/languages.sh \
			tests/oracle/newswire.sh tests/oracle/segments.sh \
			tests/oracle/stories.sh tests/oracle/updates.sh \
			tests/unit/test_glass tests/unit/test_sinks'
.PHONY: check-long

# --- mutants: make mutants, or some of them, make mutants MUTANTS=NAME,...

mutants:
	@PM_SRCDIR='$(abs_top_srcdir)'; export PM_SRCDIR; \
	PM_BUILDDIR='$(abs_top_builddir)'; export PM_BUILDDIR; \
	MAKE='$(MAKE)'; export MAKE; AWK='$(AWK)'; export AWK; \
	$(srcdir)/tests/mutants/run.sh '$(MUTANTS)'
.PHONY: mutants

EXTRA_DIST += \
	tests/mutants/README.md \
	tests/mutants/list \
	tests/mutants/run.sh

clean-local: clean-mutants
clean-mutants:
	rm -rf build-mutants
.PHONY: clean-mutants

# --- lint: what can be said of the sources without running them -------------------

# `make lint LINT=clang-tidy LINT_FILES=text/split.c` for a part of it.
LINT = clang-format shellcheck mandoc cppcheck clang-tidy
lint:
	@LINT_CPPFLAGS='$(AM_CPPFLAGS) $(POPPLER_CFLAGS) $(CPPFLAGS) -DPACKAGE_VERSION="$(PACKAGE_VERSION)"'; export LINT_CPPFLAGS; \
	LINT_CFLAGS='$(AM_CFLAGS) $(CHECK_CFLAGS)'; export LINT_CFLAGS; \
	LINT_CXXFLAGS='$(AM_CXXFLAGS) $(CHECK_CFLAGS)'; export LINT_CXXFLAGS; \
	LINT_FILES='$(LINT_FILES)'; export LINT_FILES; \
	$(srcdir)/tests/lint/run.sh $(LINT)
.PHONY: lint

EXTRA_DIST += \
	tests/.clang-tidy \
	tests/README.md \
	tests/fault/.clang-tidy \
	tests/lint/analyzer.h \
	tests/lint/cppcheck.txt \
	tests/lint/run.sh
