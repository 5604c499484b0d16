// The grammar, as PEGTL rules: one rule a construct, in the order of the language reference.
//
// Every token takes the white space behind it, so rules follow each other without padding. Rules with a `kind`
// leave a node in the syntax tree; all others leave none. The words and literals themselves are in tokens.hpp.
// Only parse.cpp includes this file: PEGTL lives in one translation unit.
#pragma once

#include "grammar/tokens.hpp"

namespace pasal::grammar::rule {

// ---- expressions, loosest first ---------------------------------------------------------------------------------

struct logical;
struct inner : nested<logical> {};

struct where_clause : seq<word::where, inner> { static constexpr auto kind = NodeKind::where_clause; };
struct have_clause : seq<sor<word::have, word::has>, inner> { static constexpr auto kind = NodeKind::have_clause; };
struct list : sor<list_name, unknown_list> {};
struct selection : seq<list, opt<where_clause>> { static constexpr auto kind = NodeKind::selection; };
struct known_selection : seq<list_name, opt<where_clause>> { static constexpr auto kind = NodeKind::selection; };

struct sum;
struct offset;
struct after_offset;
struct primary;

// more than, at least, …: the words that compare, and what `is` may be followed by
struct relation_word
    : sor<word::more_than, word::less_than, word::fewer_than, word::at_least, word::at_most, word::over, word::under, word::exceeds> {};
struct relation_symbol : symbol<sor<string<'<', '='>, string<'>', '='>, one<'<', '>'>>> { static constexpr auto kind = NodeKind::symbol; };
struct equality_symbol : symbol<seq<sor<string<'!', '='>, one<'='>>, not_at<one<'<', '>'>>>> { static constexpr auto kind = NodeKind::symbol; };

// any complaint where C; every complaint where A has B; no complaint where C
struct quantifier : sor<seq<not_at<word::any_of>, word::any, known_selection, opt<have_clause>>,
                        seq<word::every, selection, have_clause>,
                        seq<word::no, known_selection>,
                        seq<not_at<word::any_of>, word::any, ahead<unknown_list_where>, selection, opt<have_clause>>,
                        seq<word::no, ahead<unknown_list_where>, selection>> { static constexpr auto kind = NodeKind::quantifier; };

// fewer than 80% of complaints where A have B; fewer than 95% of "Remove" are kept; at least 3 officers where C
struct share_bound : sor<quantity, name> {};
struct share : seq<relation_word, unqualified<share_bound>, word::of, known_selection, have_clause> { static constexpr auto kind = NodeKind::share; };
struct share_of_duty
    : seq<relation_word, unqualified<share_bound>, word::of, quoted, sor<word::is_kept, word::is_broken>> { static constexpr auto kind = NodeKind::share_of_duty; };
struct count_bound : sor<plain_quantity, before_list<name>> {};
struct counted : seq<relation_word, count_bound, known_selection> { static constexpr auto kind = NodeKind::counted; };

// > V; at least V; more than 24 hours ago; at most 24 hours after received; on or after D
struct distance : sor<word::ago, seq<sor<word::after, word::before, word::starting_on>, offset>> {};
struct relation_tail : sor<seq<sor<relation_word, word::within>, sum, opt<distance>>,
                           seq<sor<relation_symbol, word::on_or_after, word::on_or_before, word::after, word::before>, offset>> { static constexpr auto kind = NodeKind::relation_tail; };
struct open_ended : seq<sum, sor<word::or_more, word::or_less>> { static constexpr auto kind = NodeKind::open_ended; };
// `adalah nihil atau tidak memiliki kantor`: what begins a condition is no further value.
struct condition_start : sor<name, relation_word, word::has> {};
struct plain_value : sor<enumeration_value, seq<not_at<name>, alone<sor<word::none, truth_value>>, not_at<condition_start>>> {};
struct listed_value : sor<plain_value, alone<sor<moment, date, quantity, quoted>>> {};
// An open-ended value or any other: their sum is read once, or `is (a is (b is …` would be read twice a parenthesis.
struct first_value : seq<sum, opt<sor<word::or_more, word::or_less, after_offset>>> { static constexpr auto kind = NodeKind::offset; };
struct value_list : seq<sor<plain_value, first_value>, opt<seq<star<comma, listed_value>, word::or_, listed_value, star<word::or_, listed_value>>>> { static constexpr auto kind = NodeKind::value_list; };
struct between_tail : seq<word::between, sum, word::and_, sum> { static constexpr auto kind = NodeKind::between_tail; };
// After `is`, the values of that fact's `one of` come first: `status is not paid`, where `not paid` is one of them.
struct one_of_tail : sor<seq<sor<word::is, equality_symbol>, ahead<enumeration_value>, value_list>,
                         seq<word::is_not, ahead<enumeration_value>, value_list>> { static constexpr auto kind = NodeKind::is_tail; };
struct is_tail : seq<sor<word::is_not, word::is, equality_symbol>, sor<between_tail, relation_tail, value_list>> { static constexpr auto kind = NodeKind::is_tail; };
struct reported_tail : sor<word::is_not_reported, word::is_reported> {};
struct state_tail : sor<word::is_in_force, word::is_broken, word::is_kept> {};
struct text_tail : seq<sor<word::contains, word::matches>, sum> {};
struct tail : sor<one_of_tail, reported_tail, state_tail, is_tail, between_tail, text_tail, relation_tail> {};
struct absence : seq<word::no, nested<primary>> { static constexpr auto kind = NodeKind::absence; };
struct presence : seq<word::has, sor<known_selection, nested<primary>>> { static constexpr auto kind = NodeKind::presence; };
struct prefixed : sor<quantifier, share, share_of_duty, counted, absence, presence> {};
struct compared : seq<offset, opt<tail>> {};
// The longest declared name comes before every prefix keyword (`no fixed address`).
struct comparison : sor<seq<ahead<name>, compared>, prefixed, compared> { static constexpr auto kind = NodeKind::comparison; };

// C for at least 30 days; C in the last 90 days
struct spanned : seq<comparison, opt<sor<word::for_at_least, word::for_more_than, seq<opt<word::is>, word::in_the_last>>, sum>> { static constexpr auto kind = NodeKind::spanned; };
struct negation;
struct not_prefix : seq<not_at<name>, not_at<word::no>, word::not_> {};
struct negation : sor<seq<not_prefix, nested<negation>>, spanned> { static constexpr auto kind = NodeKind::negation; };
// `and` and `or` in one list have two readings: the checker asks for parentheses.
struct logical : list_of<negation, sor<word::and_, word::or_>> { static constexpr auto kind = NodeKind::logical; };
// By itself in a clause, nested in nothing.
struct expression : logical {};

// ---- values -----------------------------------------------------------------------------------------------------

// 3 days after D. Two times with `after` between compare: the checker knows by their types.
struct after_offset : seq<sor<word::after, word::before, word::starting_on>, nested<offset>> {};
struct offset : seq<sum, opt<after_offset>> { static constexpr auto kind = NodeKind::offset; };
struct sum_sign : seq<not_at<bullet>, sor<plus_sign, minus_sign>> {};
struct product;
struct sum : list_of<product, sum_sign> { static constexpr auto kind = NodeKind::sum; };
struct minus;
struct rounding;
struct product_sign : symbol<one<'*', '/'>> { static constexpr auto kind = NodeKind::symbol; };
struct product : list_of<sor<minus, rounding>, product_sign> { static constexpr auto kind = NodeKind::product; };
struct minus : seq<not_at<bullet>, leading_minus, nested<primary>> { static constexpr auto kind = NodeKind::minus; };
// X rounded [up | down] to 1,000 IDR
struct rounding : seq<primary, opt<word::rounded, opt<sor<word::up, word::down>>, word::round_to, quantity>> { static constexpr auto kind = NodeKind::rounding; };

// count of LIST; sum of F of LIST; highest F in the last 6 months
struct count_of : seq<word::count_of, selection> {};
struct summed : seq<sor<word::sum_of, word::average, word::highest, word::lowest>, unqualified<sum>,
                    sor<seq<word::of, selection>, seq<word::in_the_last, sum>>> {};
struct aggregate : sor<count_of, summed> { static constexpr auto kind = NodeKind::aggregate; };
struct choice_of_two : seq<sor<word::larger_of, word::smaller_of>, nested<sum>, word::and_, nested<sum>> { static constexpr auto kind = NodeKind::choice_of_two; };
// days since D; year of D
struct elapsed : seq<period_unit, word::since, nested<offset>> { static constexpr auto kind = NodeKind::elapsed; };
// What `for each half-year` goes through, by its name.
struct period_name : sor<word::half_year, word::quarter, word::months, word::years> {};
struct period_value : alone<period_name> { static constexpr auto kind = NodeKind::period_value; };
struct part_of_date : seq<sor<word::year_of, word::month_of, word::day_of, word::start_of, word::end_of>, nested<primary>> { static constexpr auto kind = NodeKind::part_of_date; };

struct parenthesis : seq<open_parenthesis, unrestricted<inner>, close_parenthesis> { static constexpr auto kind = NodeKind::parenthesis; };
// all of, then a line `- condition` each
struct bullets : seq<sor<word::all_of, word::any_of>, bullet_list<inner>> { static constexpr auto kind = NodeKind::bullets; };

// F of RECORD; 10% of N
struct qualified : seq<sor<name, quantity>, opt<if_qualified, word::of, nested<primary>>> { static constexpr auto kind = NodeKind::qualified; };
struct atom : sor<seq<ahead<name>, qualified>, bullets, parenthesis, choice_of_two, aggregate, elapsed, part_of_date, moment, date, qualified,
                  quoted, word::today, word::now, word::none, alone<truth_value>, period_value, unknown_name> {};
struct as_of_value : seq<atom, opt<word::as_of, nested<atom>>> { static constexpr auto kind = NodeKind::as_of_value; };
struct primary : as_of_value {};

// ---- heads of statements ----------------------------------------------------------------------------------------

struct language_head : seq<word::language, sor<word::english, word::indonesian>, finish> { static constexpr auto kind = NodeKind::language_head; };
struct use_head : seq<word::use, quoted, finish> { static constexpr auto kind = NodeKind::use_head; };
struct named_keyword : sor<word::policy, word::rule, word::obligation, word::table, word::test, word::guarantee> {};
struct named_head : seq<named_keyword, sor<quoted, unquoted_text>, finish> { static constexpr auto kind = NodeKind::named_head; };
struct measures_head : seq<word::measures, opt<word::on_ladder, raw_name_until_comma>, opt<comma>, word::mildest_first, finish> { static constexpr auto kind = NodeKind::measures_head; };
struct facts_head : seq<word::facts_about, opt<word::article>, raw_name_until_comma, opt<comma, word::plural, raw_name_until_comma>, finish> { static constexpr auto kind = NodeKind::facts_head; };
struct holidays_head : seq<word::holidays_for, number, finish> { static constexpr auto kind = NodeKind::holidays_head; };
struct exception_head : seq<word::exception, sor<quoted, unquoted_before_to>, word::to_rules, sor<quoted, raw_words>, star<comma, sor<quoted, raw_words>>, finish> { static constexpr auto kind = NodeKind::exception_head; };
// What follows `as` is read in the second pass.
struct definition_head : seq<word::define, definition_name, word::as> { static constexpr auto kind = NodeKind::definition_head; };

// ---- declarations -----------------------------------------------------------------------------------------------

struct signed_quantity : seq<opt<leading_minus>, quantity> {};
struct declared_value : sor<unknown_mark, moment, date, signed_quantity, quoted, ending<word::none>, ending<truth_value>, raw_words> {};

struct fact_option;
// `one of 2G, 3G`: what is an option of the fact is no value of it.
struct enumeration_item : seq<not_at<seq<fact_option, sor<comma, finish>>>, raw_words> {};
struct type : sor<word::yes_or_no, seq<word::list_of, sor<ending<word::text>, raw_words>>, seq<word::money_in, currency>, seq<word::one_of, raw_words, star<comma, enumeration_item>>,
                  word::date_and_time, word::date, seq<word::duration_in, period_unit>, word::duration, word::percent, word::text, seq<word::number_of, raw_words>, word::number> { static constexpr auto kind = NodeKind::type; };
struct range : seq<signed_quantity, word::range_to, signed_quantity> {};
struct fact_option : sor<word::if_any, word::may_lie_ahead, word::when_verified, word::changeable, seq<word::from_path, quoted>,
                         seq<word::assume, declared_value>, seq<sor<word::at_least, word::at_most>, signed_quantity>, range> { static constexpr auto kind = NodeKind::fact_option; };
struct fact_line : seq<raw_name_until_colon, colon, type, star<comma, fact_option>, finish> { static constexpr auto kind = NodeKind::fact_line; };
struct measure_line : seq<raw_name_of_measure, opt<colon, type>, star<comma, sor<word::added_up, word::once>>, finish> { static constexpr auto kind = NodeKind::measure_line; };

struct parameter_head : seq<word::parameter, raw_name_until_colon, colon, type, finish> { static constexpr auto kind = NodeKind::parameter_head; };
struct parameter_value : sor<moment, date, signed_quantity, quoted, truth_value, raw_words_until_from> {};
struct cite : seq<word::cite, quoted, star<comma, quoted>> {};
struct parameter_row : seq<parameter_value, opt<word::from, date>, opt<cite>, finish> { static constexpr auto kind = NodeKind::parameter_row; };
struct holiday_line : seq<date, opt<quoted>, star<comma, date, opt<quoted>>, finish> { static constexpr auto kind = NodeKind::holiday_line; };

struct weekday : sor<word::monday, word::tuesday, word::wednesday, word::thursday, word::friday, word::saturday, word::sunday> {};
struct authority_clause : seq<word::authority, sor<quoted, unquoted_text>, finish> { static constexpr auto kind = NodeKind::authority_clause; };
struct time_zone_clause : seq<word::time_zone, zone_words, finish> { static constexpr auto kind = NodeKind::time_zone_clause; };
struct in_force_clause : seq<word::in_force, sor<seq<word::from, date, opt<word::until, date>>, seq<word::until, date>>, finish> { static constexpr auto kind = NodeKind::in_force_clause; };
struct working_week_clause : seq<word::working_week, weekday, word::to, weekday, finish> { static constexpr auto kind = NodeKind::working_week_clause; };
struct cite_clause : seq<cite, finish> { static constexpr auto kind = NodeKind::cite_clause; };
struct because_clause : seq<word::because, sor<quoted, unquoted_text>, finish> { static constexpr auto kind = NodeKind::because_clause; };

// ---- clauses with expressions -----------------------------------------------------------------------------------

struct applies_clause : seq<word::applies_if, expression, finish> { static constexpr auto kind = NodeKind::applies_clause; };
struct amount : seq<not_at<sor<word::if_, word::because>>, sum> { static constexpr auto kind = NodeKind::amount; };
struct measured : seq<measure_name, opt<amount>> {};
struct sanction : seq<measured, opt<word::if_, opt<word::shown>, expression>> { static constexpr auto kind = NodeKind::sanction; };
struct sanction_clause : seq<sanction, finish> {};
struct condition_clause : seq<word::if_, opt<word::shown>, expression, finish> { static constexpr auto kind = NodeKind::condition_clause; };
struct unless_clause : seq<word::unless, opt<word::shown>, expression, finish> { static constexpr auto kind = NodeKind::unless_clause; };

struct period : seq<period_name, word::from, date> { static constexpr auto kind = NodeKind::period; };
struct for_each_clause : seq<word::for_each, sor<period, selection>, finish> { static constexpr auto kind = NodeKind::for_each_clause; };

struct duty_verb : sor<seq<word::have, opt<word::shown>>, word::must_be, word::must_keep> {};
struct duty_clause : seq<subject_until_must, sor<word::must_not, seq<word::must, opt<word::not_>>>, opt<duty_verb>, expression, finish> { static constexpr auto kind = NodeKind::duty_clause; };
struct within_clause : seq<word::within, sum, sor<word::after, word::starting_on>, offset, finish> { static constexpr auto kind = NodeKind::within_clause; };
struct by_clause : seq<word::by, offset, finish> { static constexpr auto kind = NodeKind::by_clause; };
struct step_condition : seq<word::if_, expression> {};
struct or_else_clause : seq<word::or_else, measured, star<sor<word::even_if_late, step_condition>>, finish> { static constexpr auto kind = NodeKind::or_else_clause; };
struct step_wait : seq<word::after, sum> { static constexpr auto kind = NodeKind::step_wait; };
struct then_clause : seq<word::then, measured, star<sor<step_wait, word::even_if_late, step_condition>>, finish> { static constexpr auto kind = NodeKind::then_clause; };
struct resumes_clause : seq<word::resumes, finish> { static constexpr auto kind = NodeKind::resumes_clause; };

struct case_line : seq<expression, sor<word::otherwise, seq<word::if_, expression>>, finish> { static constexpr auto kind = NodeKind::case_line; };
struct subset : seq<known_selection, at<finish>> { static constexpr auto kind = NodeKind::subset; };
struct definition_body : seq<sor<subset, expression>, finish> {};

struct as_of_clause : seq<word::as_of, sor<moment, date>, finish> { static constexpr auto kind = NodeKind::as_of_clause; };
template <typename Word> struct given_word : seq<Word, at<sor<finish, comma, ahead<word::unverified>>>> {};
struct given_value : sor<enumeration_value, unknown_mark, given_word<word::unknown>, moment, date, signed_quantity, quoted, given_word<word::none>, given_word<truth_value>, raw_words> {};
struct given_fact : seq<sor<name, unknown_name>, sor<word::is, equality_symbol>, given_value, opt<word::unverified>> { static constexpr auto kind = NodeKind::given_fact; };
struct given_list : seq<list_name, finish> { static constexpr auto kind = NodeKind::given_list; };
struct given_history : seq<word::history, finish> { static constexpr auto kind = NodeKind::given_history; };
struct given_clause : seq<word::given, sor<given_history, given_list, seq<given_fact, star<comma, given_fact>, finish>>> { static constexpr auto kind = NodeKind::given_clause; };
struct expected_measure : seq<opt<sor<word::at_least, word::at_most>>, measure_name, opt<amount>, opt<word::because, quoted>> {};
struct expectation : sor<expected_measure, word::open, word::settled, seq<word::question, sor<name, unknown_name>>> { static constexpr auto kind = NodeKind::expectation; };
struct expect_clause : seq<word::expect, expectation, star<comma, expectation>, finish> { static constexpr auto kind = NodeKind::expect_clause; };
struct guarantee_clause : seq<word::never, measured, opt<word::because, quoted>, opt<word::if_, expression>, finish> { static constexpr auto kind = NodeKind::guarantee_clause; };

// ---- cells of tables --------------------------------------------------------------------------------------------

struct any_cell : seq<word::any_value, finish> { static constexpr auto kind = NodeKind::any_cell; };
struct range_cell : seq<sum, word::to, sum, finish> { static constexpr auto kind = NodeKind::range_cell; };
struct listed_cell : seq<sor<plain_value, offset>, star<sor<comma, word::or_>, sor<listed_value, raw_words>>, finish> { static constexpr auto kind = NodeKind::value_list; };
struct cell : sor<any_cell, seq<ahead<enumeration_value>, listed_cell>, seq<text_tail, finish>, seq<between_tail, finish>, seq<relation_tail, finish>, range_cell, seq<open_ended, finish>, listed_cell> { static constexpr auto kind = NodeKind::cell; };
struct measure_cell : seq<sanction, finish> {};
struct quoted_cell : seq<quoted, star<comma, quoted>, finish> { static constexpr auto kind = NodeKind::cite_clause; };
struct column_name : seq<sor<word::measure_column, word::cite, word::because, word::from, name, unknown_name>, finish> {};
struct given_cell : seq<given_value, opt<word::unverified>, finish> { static constexpr auto kind = NodeKind::cell; };

// ---- the clauses of each statement ------------------------------------------------------------------------------

struct common_clause : sor<unless_clause, because_clause, cite_clause, in_force_clause> {};
struct policy_clause : sor<authority_clause, time_zone_clause, in_force_clause, working_week_clause, cite_clause> {};
struct rule_clause : sor<for_each_clause, common_clause, sanction_clause> {};
struct exception_clause : sor<common_clause, condition_clause, sanction_clause> {};
struct obligation_clause : sor<for_each_clause, common_clause, or_else_clause, then_clause, condition_clause, within_clause, by_clause, resumes_clause, duty_clause> {};
struct test_clause : sor<as_of_clause, given_clause, expect_clause> {};
struct table_clause : sor<cite_clause, in_force_clause, because_clause> {};
struct whole_expression : seq<expression, finish> {};

}  // namespace pasal::grammar::rule
