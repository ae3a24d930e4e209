//! The one way an amount is rounded, and the one way it is divided among several.

use crate::money::MoneyError;

/// `amount * numerator / denominator`, rounded half away from zero.
///
/// Symmetric: the result for `-amount` is the opposite of that for `amount`, so that a
/// refund mirrors its sale.
///
/// # Errors
/// [`MoneyError::Overflow`] when the result does not fit, or when `denominator` is zero.
pub fn scale(amount: i64, numerator: i64, denominator: i64) -> Result<i64, MoneyError> {
    let product =
        i128::from(amount).checked_mul(i128::from(numerator)).ok_or(MoneyError::Overflow)?;
    let divisor = i128::from(denominator);
    let twice = product.unsigned_abs().checked_mul(2).ok_or(MoneyError::Overflow)?;
    let numerator = twice.checked_add(divisor.unsigned_abs()).ok_or(MoneyError::Overflow)?;
    let divisor_twice = divisor.unsigned_abs().checked_mul(2).ok_or(MoneyError::Overflow)?;
    let rounded = numerator.checked_div(divisor_twice).ok_or(MoneyError::Overflow)?;
    let magnitude = i128::try_from(rounded).map_err(|_| MoneyError::Overflow)?;
    let negative = product.is_negative() != divisor.is_negative();
    let signed = if negative { magnitude.checked_neg() } else { Some(magnitude) };
    signed.and_then(|value| i64::try_from(value).ok()).ok_or(MoneyError::Overflow)
}

/// Divides `amount` in proportion to `weights` so that the parts add up to it exactly.
///
/// Each part is the exact share rounded down; what is left over goes, one minor unit each, to
/// the parts with the largest remainder. Ties go to the larger weight, then to the earlier
/// place, so equal weights in another order get the same parts.
///
/// # Errors
/// [`MoneyError::Overflow`] for a negative amount or weight, or when all weights are zero
/// while the amount is not.
pub fn allocate(amount: i64, weights: &[i64]) -> Result<Vec<i64>, MoneyError> {
    let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if amount == 0 {
        return Ok(vec![0; weights.len()]);
    }
    if amount < 0 || weights.iter().any(|weight| *weight < 0) || total == 0 {
        return Err(MoneyError::Overflow);
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (place, weight) in weights.iter().enumerate() {
        let share =
            i128::from(amount).checked_mul(i128::from(*weight)).ok_or(MoneyError::Overflow)?;
        let whole = share.checked_div(total).ok_or(MoneyError::Overflow)?;
        let rest = share.checked_rem(total).ok_or(MoneyError::Overflow)?;
        parts.push(i64::try_from(whole).map_err(|_| MoneyError::Overflow)?);
        remainders.push((rest, *weight, place));
    }
    let given: i64 = parts.iter().sum();
    let left = amount.checked_sub(given).ok_or(MoneyError::Overflow)?;
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    let lucky = usize::try_from(left).map_err(|_| MoneyError::Overflow)?;
    for (_, _, place) in remainders.into_iter().take(lucky) {
        if let Some(part) = parts.get_mut(place) {
            *part = part.checked_add(1).ok_or(MoneyError::Overflow)?;
        }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rounds_half_away_from_zero() {
        let cases = [
            (1, 1, 2, 1),
            (-1, 1, 2, -1),
            (1, 1, 3, 0),
            (2, 1, 3, 1),
            (5, -1, 2, -3),
            (38_610, 10_000, 11_600, 33_284),
        ];
        for (amount, numerator, denominator, expected) in cases {
            assert_eq!(scale(amount, numerator, denominator), Ok(expected), "{amount}");
        }
        assert_eq!(scale(1, 1, 0), Err(MoneyError::Overflow));
        assert_eq!(scale(i64::MAX, 2, 1), Err(MoneyError::Overflow));
    }

    #[test]
    fn refuses_to_divide_among_nobody() {
        assert_eq!(allocate(5, &[0, 0]), Err(MoneyError::Overflow));
        assert_eq!(allocate(0, &[0, 0]), Ok(vec![0, 0]));
        assert_eq!(allocate(-5, &[1]), Err(MoneyError::Overflow));
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_whole(
            amount in 0_i64..10_000_000_000,
            weights in prop::collection::vec(0_i64..1_000_000_000, 1..20),
        ) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let parts = allocate(amount, &weights).unwrap();
            prop_assert_eq!(parts.iter().sum::<i64>(), amount);
            let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = i128::from(amount) * i128::from(*weight) / total;
                prop_assert!(i128::from(*part) - exact <= 1 && i128::from(*part) >= exact);
            }
        }

        #[test]
        fn the_order_of_weights_does_not_change_who_gets_what(
            amount in 0_i64..1_000_000,
            weights in prop::collection::vec(0_i64..1_000, 1..12),
        ) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let mut forward: Vec<_> =
                weights.iter().copied().zip(allocate(amount, &weights).unwrap()).collect();
            let reversed: Vec<i64> = weights.iter().rev().copied().collect();
            let mut backward: Vec<_> =
                reversed.iter().copied().zip(allocate(amount, &reversed).unwrap()).collect();
            forward.sort_unstable();
            backward.sort_unstable();
            prop_assert_eq!(forward, backward);
        }

        #[test]
        fn scaling_is_symmetric(amount in -1_000_000_000_i64..1_000_000_000, n in 0_i64..100_000, d in 1_i64..100_000) {
            prop_assert_eq!(scale(amount, n, d).unwrap(), -scale(-amount, n, d).unwrap());
        }
    }
}
