#include "engine/model/operations.hpp"

#include <algorithm>

#include "engine/model/operation_families.hpp"

namespace pasal {
namespace {

// Errors before plain unknowns, so that their message reaches the decision whatever the order of the operands.
const Value* first_open(std::span<const Value> operands) {
  const auto is_error = [](const Value& value) { return std::holds_alternative<ErrorValue>(value); };
  auto found = std::ranges::find_if(operands, is_error);
  if (found == operands.end()) found = std::ranges::find_if(operands, is_open);
  return found == operands.end() ? nullptr : &*found;
}

Truth all_of(std::span<const Value> operands) {
  Truth result = Truth::yes;
  for (const Value& operand : operands) result = both(result, truth_of(operand));
  return result;
}

Truth any_of(std::span<const Value> operands) {
  Truth result = Truth::no;
  for (const Value& operand : operands) result = either(result, truth_of(operand));
  return result;
}

const Duration* duration_in(const Value& value) { return std::get_if<Duration>(&value); }

// Comparing none is false, but it *is not* whatever it is compared with.
OperationResult compare(Operator operation, const Value& a, const Value& b, const OperationSetting& setting) {
  if (is_none(a) || is_none(b)) return {operation == Operator::not_equal, {}};
  if (duration_in(a) != nullptr && duration_in(b) != nullptr && duration_in(a)->kind != duration_in(b)->kind) {
    return unlike_durations(a, b);
  }
  const auto found = order(a, b, setting);
  if (!found) return problem("these two values cannot be compared");
  return {holds(operation, *found), {}};
}

OperationResult between(std::span<const Value> operands, const OperationSetting& setting) {
  auto low = apply(Operator::greater_or_equal, operands.first(2), setting);
  const Value sides[] = {operands[0], operands[2]};
  auto high = apply(Operator::less_or_equal, sides, setting);
  const Truth truth = both(truth_of(low.value), truth_of(high.value));
  if (truth != Truth::unknown) return {value_of(truth), {}};
  return truth_of(low.value) == Truth::unknown ? low : high;
}

const std::string* text_in(const Value& value) {
  const Text* text = std::get_if<Text>(&value);
  return text != nullptr ? text->get() : nullptr;
}

OperationResult contains(const Value& whole, const Value& part) {
  if (is_none(whole) || is_none(part)) return {false, {}};
  const std::string* sought = text_in(part);
  if (sought == nullptr) return problem("only a text can be contained");
  if (const auto* list = std::get_if<TextList>(&whole)) {
    return {std::ranges::find(**list, *sought) != (*list)->end(), {}};
  }
  const std::string* text = text_in(whole);
  if (text == nullptr) return problem("only a text or a list of text can contain");
  return {text->find(*sought) != std::string::npos, {}};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// The bytes of the character that starts at `at`.
std::size_t character_size(std::string_view text, std::size_t at) {
  std::size_t size = 1;
  while (at + size < text.size() && continues_character(text[at + size])) ++size;
  return size;
}

// Goes back to the latest `*` alone where a character does not fit, so the time is at most text times glob.
bool fits_glob(std::string_view text, std::string_view glob) {
  std::size_t t = 0;
  std::size_t g = 0;
  std::optional<std::size_t> star;
  std::size_t retry = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      retry = t;
    } else if (g < glob.size() && glob[g] == '?') {
      t += character_size(text, t);
      ++g;
    } else if (g < glob.size() && lower(glob[g]) == lower(text[t])) {
      ++t;
      ++g;
    } else if (star) {
      retry += character_size(text, retry);
      t = retry;
      g = *star + 1;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of('*', g) == std::string_view::npos;
}

OperationResult matches(const Value& whole, const Value& glob) {
  if (is_none(whole) || is_none(glob)) return {false, {}};
  const std::string* text = text_in(whole);
  const std::string* pattern = text_in(glob);
  if (text == nullptr || pattern == nullptr) return problem("only a text can match");
  return {fits_glob(*text, *pattern), {}};
}

bool counts_as_none(const Value& value) {
  const auto* list = std::get_if<TextList>(&value);
  return is_none(value) || (list != nullptr && (*list)->empty());
}

OperationResult apply_to_known(Operator operation, std::span<const Value> operands, const OperationSetting& setting) {
  if (is_comparison(operation)) return compare(operation, operands[0], operands[1], setting);
  if (operation == Operator::contains) return contains(operands[0], operands[1]);
  if (operation == Operator::matches) return matches(operands[0], operands[1]);
  if (operation == Operator::is_none) return {counts_as_none(operands[0]), {}};
  if (operation == Operator::is_present) return {!counts_as_none(operands[0]), {}};
  if (operation >= Operator::add && operation <= Operator::round_down) {
    return apply_to_numbers(operation, operands, setting);
  }
  return apply_to_times(operation, operands, setting);
}

std::strong_ordering order_of_texts(const std::string& a, const std::string& b) { return a.compare(b) <=> 0; }

}  // namespace

OperationResult apply(Operator operation, std::span<const Value> operands, const OperationSetting& setting) {
  if (operation == Operator::and_) return {value_of(all_of(operands)), {}};
  if (operation == Operator::or_) return {value_of(any_of(operands)), {}};
  if (operation == Operator::not_) return {value_of(negate(truth_of(operands[0]))), {}};
  if (operation == Operator::shown) return {truth_of(operands[0]) == Truth::yes, {}};
  if (operation == Operator::between) return between(operands, setting);
  if (const Value* open = first_open(operands)) return {*open, {}};
  return apply_to_known(operation, operands, setting);
}

Truth truth_of(const Value& value) {
  if (is_open(value)) return Truth::unknown;
  const bool* yes = std::get_if<bool>(&value);
  return yes != nullptr && *yes ? Truth::yes : Truth::no;
}

Value value_of(Truth truth) {
  if (truth == Truth::unknown) return Unknown{};
  return truth == Truth::yes;
}

bool is_comparison(Operator operation) {
  return operation >= Operator::equal && operation <= Operator::greater_or_equal;
}

bool holds(Operator comparison, std::strong_ordering order) {
  if (comparison == Operator::equal) return order == 0;
  if (comparison == Operator::not_equal) return order != 0;
  if (comparison == Operator::less) return order < 0;
  if (comparison == Operator::less_or_equal) return order <= 0;
  if (comparison == Operator::greater) return order > 0;
  return order >= 0;
}

std::optional<std::strong_ordering> order(const Value& a, const Value& b, const OperationSetting& setting) {
  const auto is_time = [](const Value& value) {
    return std::holds_alternative<Date>(value) || std::holds_alternative<Moment>(value);
  };
  if (a.index() != b.index()) {
    if (!is_time(a) || !is_time(b)) return std::nullopt;
    return day_of(a, setting) <=> day_of(b, setting);
  }
  if (const auto* number = std::get_if<Number>(&a)) return *number <=> std::get<Number>(b);
  if (const auto* date = std::get_if<Date>(&a)) return *date <=> std::get<Date>(b);
  if (const auto* moment = std::get_if<Moment>(&a)) return *moment <=> std::get<Moment>(b);
  if (const auto* yes = std::get_if<bool>(&a)) return *yes <=> std::get<bool>(b);
  if (const auto* value = std::get_if<EnumerationValue>(&a))
    return value->index <=> std::get<EnumerationValue>(b).index;
  if (const auto* text = text_in(a)) return order_of_texts(*text, *text_in(b));
  if (const auto* list = std::get_if<TextList>(&a)) {
    const auto& other = *std::get<TextList>(b);
    return std::lexicographical_compare_three_way((*list)->begin(), (*list)->end(), other.begin(), other.end(),
                                                  order_of_texts);
  }
  const Duration* duration = duration_in(a);
  if (duration == nullptr || duration->kind != duration_in(b)->kind) return std::nullopt;
  return duration->count <=> duration_in(b)->count;
}

bool same(const Value& a, const Value& b) {
  if (a.index() != b.index()) return false;
  if (std::holds_alternative<Text>(a)) return *std::get<Text>(a) == *std::get<Text>(b);
  if (std::holds_alternative<TextList>(a)) return *std::get<TextList>(a) == *std::get<TextList>(b);
  return a == b;
}

OperationResult problem(std::string message) { return {Unknown{}, std::move(message)}; }
OperationResult too_large() { return problem("the result is too large to hold"); }
OperationResult unlike_durations(const Value& a, const Value& b) {
  const auto text = [](const Value& value) {
    const Duration* duration = duration_in(value);
    return duration != nullptr ? display(*duration, Language::english) : std::string("a time");
  };
  return problem(text(a) + " and " + text(b) + " are unlike periods and cannot be compared or added");
}

}  // namespace pasal
