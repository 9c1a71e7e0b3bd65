/// The operations that an expression is compiled to; both halves of metric math know them.
#pragma once

typedef enum MathOpKind {
    MATH_NUMBER,
    MATH_QUERY,
    // Of two rows, by point.
    MATH_ADD,
    MATH_SUBTRACT,
    MATH_MULTIPLY,
    MATH_DIVIDE,
    MATH_POWER,
    MATH_LESS,
    MATH_LESS_EQUAL,
    MATH_GREATER,
    MATH_GREATER_EQUAL,
    MATH_EQUAL,
    MATH_NOT_EQUAL,
    MATH_AND,
    MATH_OR,
    // Of one row, by point.
    MATH_NEGATE,
    MATH_ABS,
    MATH_CEIL,
    MATH_FLOOR,
    MATH_RATE,
    MATH_DIFF,
    MATH_RUNNING_SUM,
    MATH_FILL_REPEAT,
    MATH_FILL_LINEAR,
    MATH_FILL, ///< of a row and a number
    MATH_IF,   ///< of two rows or three
    MATH_PERIOD,
    // Of `operand` rows point by point; of a single row over its points.
    MATH_SUM,
    MATH_AVG,
    MATH_MIN,
    MATH_MAX,
} MathOpKind;
