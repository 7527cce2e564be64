/* The charts, by question: what was found, the picture, how to read it, its numbers. */
#include <stdio.h>
#include <string.h>

#include "report/html_parts.h"
#include "report/table.h"

#define SVG_BYTES_MAX (1100 * 1024) /* of all pictures, so that the page stays under 1.5 MB */

static void write_table(const struct page *page, const struct chart *chart)
{
    const struct chart_table *table = &chart->table;
    if (table->columns == 0)
        return;
    html_put(page->out,
             "<details><summary>The numbers as a table</summary>\n<div class=\"scroll\" "
             "tabindex=\"0\" role=\"region\" aria-label=\"Numbers of chart %s\"><table>\n"
             "<thead><tr>",
             chart->id);
    for (unsigned c = 0; c < table->columns; c++)
        html_put(page->out, "<th scope=\"col\">%s</th>", table_at(table, 0, c));
    fputs("</tr></thead>\n<tbody>\n", page->out);
    for (unsigned r = 1; r <= table->rows; r++) {
        fputs("<tr>", page->out);
        for (unsigned c = 0; c < table->columns; c++)
            html_put(page->out, "<td>%s</td>", table_at(table, r, c));
        fputs("</tr>\n", page->out);
    }
    fputs("</tbody>\n</table></div>\n", page->out);
    if (table->note[0] != '\0')
        html_put(page->out, "<p class=\"fine\">%s</p>\n", table->note);
    fputs("</details>\n", page->out);
}

static void write_picture(const struct page *page, const struct chart *chart, size_t *budget)
{
    size_t length = chart->svg != NULL ? strlen(chart->svg) : 0;
    if (length > 0 && length <= *budget) {
        *budget -= length;
        html_put(page->out,
                 "<div class=\"scroll canvas\" tabindex=\"0\" role=\"region\" "
                 "aria-label=\"Chart %s\">\n",
                 chart->id);
        fputs(chart->svg, page->out);
        fputs("</div>\n", page->out);
    } else if (length > 0) {
        html_put(page->out,
                 "<p class=\"missing\">The page would be too large with this picture in it: "
                 "<a href=\"charts/%s.svg\">open it</a>.</p>\n",
                 chart->id);
    } else {
        fputs("<p class=\"missing\">This chart could not be drawn; its numbers are in the table "
              "below.</p>\n",
              page->out);
    }
}

static void write_files(const struct page *page, const struct chart *chart)
{
    static const char *const suffixes[][2] = {
        {"svg", "SVG"}, {"png", "PNG for slides"}, {"dat", "data"}, {"gp", "gnuplot script"}};
    fputs("<p class=\"fine files\">", page->out);
    for (unsigned i = chart->svg != NULL ? 0 : 2; i < 4; i++)
        html_put(page->out, "<a href=\"charts/%s.%s\">%s</a> ", chart->id, suffixes[i][0],
                 suffixes[i][1]);
    fputs("</p>\n", page->out);
}

static void write_figure(const struct page *page, const struct chart *chart, size_t *budget)
{
    html_put(page->out,
             "<figure role=\"group\" id=\"%s\" aria-labelledby=\"%s-q\">\n<figcaption>\n"
             "<h4 id=\"%s-q\"><a href=\"#%s\">%s</a></h4>\n<p class=\"title\">%s</p>\n"
             "<p class=\"subtitle\">%s</p>\n</figcaption>\n",
             chart->id, chart->id, chart->id, chart->id, chart->question, chart->title,
             chart->subtitle);
    write_picture(page, chart, budget);
    html_put(page->out, "<p class=\"reading\"><b>How to read this</b> %s</p>\n", chart->reading);
    write_table(page, chart);
    write_files(page, chart);
    fputs("</figure>\n", page->out);
}

void html_charts(const struct page *page)
{
    size_t budget = SVG_BYTES_MAX;
    fputs("<section id=\"charts\">\n<h2>Charts, by question</h2>\n", page->out);
    if (page->charts->note[0] != '\0')
        html_put(page->out, "<p class=\"missing\">%s</p>\n", page->charts->note);
    for (unsigned i = 0; i < page->charts->count; i++) {
        const struct chart *chart = &page->charts->items[i];
        if (i == 0 || page->charts->items[i - 1].scenario != chart->scenario)
            html_scenario_heading(page, chart->scenario, "charts");
        write_figure(page, chart, &budget);
    }
    if (page->charts->count == 0)
        fputs("<p>There is nothing to draw.</p>\n", page->out);
    fputs("</section>\n", page->out);
}
