// A timeline as a picture: one row of bars a ladder, with a scale of days below.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/explain/explain.hpp"
#include "engine/explain/phrases.hpp"
#include "engine/explain/words.hpp"

namespace pasal {
namespace {

constexpr int width = 960;
constexpr int margin = 20;
constexpr int bar_height = 32;
constexpr int row_height = 84;

// What stands in XML as itself.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') result += "&amp;";
    else if (c == '<') result += "&lt;";
    else if (c == '>') result += "&gt;";
    else if (c == '"') result += "&quot;";
    else result += c;
  }
  return result;
}

// From a light green over yellow to a dark red; told apart by lightness too.
std::string_view fill(std::uint32_t rung, std::size_t rungs) {
  constexpr std::array<std::string_view, 5> fills{"#d9f0d3", "#fee08b", "#fdae61", "#d9603b", "#8b1a1a"};
  return fills[rungs <= 1 ? 0 : rung * (fills.size() - 1) / (rungs - 1)];
}

class Picture {
public:
  Picture(const Timeline& timeline, const Program& program) : timeline_(timeline), program_(program) {}

  std::string draw();

private:
  // Where a moment lies, in whole points: no floating point, so that the same timeline is the same picture.
  std::int64_t place(Moment moment) const {
    const std::int64_t length = std::max<std::int64_t>(timeline_.to.minutes - timeline_.from.minutes + 1, 1);
    return margin + (moment.minutes - timeline_.from.minutes) * (width - 2 * margin) / length;
  }
  struct Bar {
    Moment from;
    Moment to;
    Standing standing;
  };
  void row(std::uint32_t ladder, int top);
  void bar(const Bar& bar, std::uint32_t ladder, int top);
  void legend(const Ladder& ladder, int top);
  void taken(int top);

  const Timeline& timeline_;
  const Program& program_;
  std::string text_;
};

void Picture::row(std::uint32_t ladder, int top) {
  const Ladder& of = program_.ladders[ladder];
  text_ += fmt::format("<text x=\"{}\" y=\"{}\" font-weight=\"bold\">{}</text>\n", margin, top + 14, escaped(of.name));
  const auto standing = [&](std::size_t index) { return standing_of(timeline_.stretches[index].decision.ladders[ladder]); };
  for (std::size_t first = 0; first < timeline_.stretches.size();) {
    std::size_t last = first;
    while (last + 1 < timeline_.stretches.size() && standing(last + 1) == standing(first)) ++last;
    bar({timeline_.stretches[first].from, timeline_.stretches[last].to, standing(first)}, ladder, top + 20);
    first = last + 1;
  }
  legend(of, top + 20 + bar_height + 16);
}

// Its measure stands in it where there is room.
void Picture::bar(const Bar& bar, std::uint32_t ladder, int top) {
  const std::size_t rungs = program_.ladders[ladder].measures.size();
  const std::int64_t left = place(bar.from);
  const std::int64_t length = std::max<std::int64_t>(place(Moment{bar.to.minutes + 1}) - left, 1);
  const std::string words = standing_words(bar.standing, ladder, program_);
  const std::string_view open = bar.standing.settled ? "" : " stroke-dasharray=\"4 3\"";
  text_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\" stroke=\"#444\"{}><title>{}: {}</title></rect>\n", left, top,
                       length, bar_height, fill(bar.standing.measure.rung, rungs), open, escaped(beginning_words(bar.from, program_)),
                       escaped(words));
  if (length < static_cast<std::int64_t>(display_width(words)) * 8 + 12) return;
  const bool is_dark = rungs > 1 && bar.standing.measure.rung * 4 / (rungs - 1) >= 3;
  text_ += fmt::format("<text x=\"{}\" y=\"{}\" fill=\"{}\">{}</text>\n", left + 6, top + 21, is_dark ? "#fff" : "#000", escaped(words));
}

void Picture::legend(const Ladder& ladder, int top) {
  int left = margin;
  for (std::uint32_t rung = 0; rung < ladder.measures.size(); ++rung) {
    const std::string& name = ladder.measures[rung].name;
    text_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{}\" stroke=\"#444\"/><text x=\"{}\" y=\"{}\">{}</text>\n",
                         left, top - 10, fill(rung, ladder.measures.size()), left + 17, top, escaped(name));
    left += 40 + 8 * static_cast<int>(display_width(name));
  }
}

// A mark for each measure that was taken, and what the mark means.
void Picture::taken(int top) {
  bool any = false;
  for (const TimelineMoment& moment : timeline_.moments) {
    for (const Happening& one : moment.happenings) {
      if (one.kind != Happening::Kind::taken) continue;
      const std::int64_t at = place(moment.at);
      text_ += fmt::format("<path d=\"M{} {} l-5 9 h10 z\" fill=\"#222\"><title>{}: {}</title></path>\n", at, top,
                           escaped(beginning_words(moment.at, program_)), escaped(one.name));
      any = true;
    }
  }
  if (!any) return;
  text_ += fmt::format("<path d=\"M{0} {1} l-5 9 h10 z\" fill=\"#222\"/><text x=\"{2}\" y=\"{3}\">{4}</text>\n", width / 2 - 40, top + 17,
                       width / 2 - 30, top + 26, say(Phrase::mark_of_taken, program_.language));
}

std::string Picture::draw() {
  const int rows = static_cast<int>(program_.ladders.size());
  const int height = 40 + rows * row_height + 40;
  const std::string from = beginning_words(timeline_.from, program_);
  const std::string to = display(timeline_.to, program_.language, program_.zone);
  const std::string heading = (timeline_.subject.empty() ? std::string() : timeline_.subject + ": ") + from + " – " + to;
  text_ = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" font-family=\"sans-serif\" "
      "font-size=\"13\">\n<title>{2}</title>\n<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n"
      "<text x=\"{3}\" y=\"24\" font-size=\"16\">{2}</text>\n",
      width, height, escaped(heading), margin);
  for (int ladder = 0; ladder < rows; ++ladder) row(static_cast<std::uint32_t>(ladder), 40 + ladder * row_height);
  const int bottom = 40 + rows * row_height;
  taken(bottom - 2);
  text_ += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n</svg>\n", margin,
                       bottom + 24, escaped(from), width - margin, bottom + 24, escaped(to));
  return std::move(text_);
}

}  // namespace

std::string svg(const Timeline& timeline, const Program& program) { return Picture(timeline, program).draw(); }

}  // namespace pasal
