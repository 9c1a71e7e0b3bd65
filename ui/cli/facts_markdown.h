/// docs/fidelity.md: the facts as a page, a table a subject.
#pragma once

#include <stdio.h>

void facts_print_markdown(FILE *file);
