"""Check digits and dates that tell a real number from a row of digits."""

from __future__ import annotations

import datetime

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_REMAINDERS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_DOUBLED = str.maketrans("0123456789", "0246813579")


def is_date(year: str, month: str, day: str) -> bool:
    """Whether there is such a day."""
    try:
        datetime.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def is_id_card(number: str) -> bool:
    """Whether date of birth and check digit (GB 11643) of 18 characters are right."""
    if len(number) != 18 or not number[:17].isdecimal():
        return False
    if not is_date(number[6:10], number[10:12], number[12:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number, strict=False))
    return number[17].upper() == _ID_REMAINDERS[total % 11]


def is_old_id_card(number: str) -> bool:
    """Whether the date of birth in 15 digits is one; this form had no check digit."""
    return is_date(f"19{number[6:8]}", number[8:10], number[10:12])


def is_bank_card(number: str) -> bool:
    """Whether beginning, length and Luhn digit are those of a card in use in China."""
    size = len(number)
    issued = (
        (16 <= size <= 19 and number.startswith("62"))
        or (size in (16, 19) and number.startswith(("4", "5", "60", "64", "65", "9558")))
        or (size == 16 and number.startswith("35"))
        or (size == 15 and number.startswith(("34", "37")))
    )
    if not issued:
        return False
    doubled = number[-2::-2].translate(_DOUBLED)
    return (sum(map(int, number[::-2])) + sum(map(int, doubled))) % 10 == 0


def is_credit_code(code: str) -> bool:
    """Whether the check character (GB 32100) of 18 upper-case ones is right."""
    values = [_CREDIT_ALPHABET.index(character) for character in code]
    total = sum(weight * value for weight, value in zip(_CREDIT_WEIGHTS, values, strict=False))
    return values[17] == -total % 31
