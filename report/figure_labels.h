#pragma once
/*
 * Names beside the ends of curves instead of a legend: each with a sample of its line and marker,
 * none on another, joined to its curve by a thin line.
 */
#include "report/figure.h"

#define FIGURE_LABEL_COLUMNS 24

/* The end of a curve and the name that belongs to it. */
struct figure_label {
    double x, y; /* on the canvas */
    struct identity identity;
    char text[VIEW_NAME_BYTES + 16];
    bool absent; /* there is no curve: named without a line to it */
};

/* A label of a server, without its place: name and look. */
struct figure_label figure_label_of(const struct view *view, unsigned server, bool absent);

/* How high a canvas must be for so many labels to stand below each other. */
unsigned figure_labels_height(size_t count);

/* How wide a right margin the labels need, in parts of the canvas. */
double figure_label_room(const struct figure_label *labels, size_t count);

/* Puts the names beside the curves' ends, at x, none on another, each with a sample of its line;
 * thin lines join those that had to move. `panel` bounds them. At most FIGURE_SERIES_MAX. */
void figure_labels(struct figure *figure, const struct panel *panel,
                   const struct figure_label *labels, size_t count);
