//! Medians, quantiles and means of a handful of figures.

/// The middle of some figures and how far they spread.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Spread {
    /// A tenth of the figures are below.
    pub low: f64,
    /// Half of the figures are below.
    pub median: f64,
    /// A tenth of the figures are above.
    pub high: f64,
}

impl Spread {
    /// Of these figures, in any order; all zero when there is none.
    #[must_use]
    pub fn of(mut figures: Vec<f64>) -> Self {
        figures.sort_by(f64::total_cmp);
        Self {
            low: quantile(&figures, 0.1),
            median: quantile(&figures, 0.5),
            high: quantile(&figures, 0.9),
        }
    }

    /// Of the ratios of two series, pair by pair.
    #[must_use]
    pub fn of_ratios(these: &[f64], those: &[f64]) -> Self {
        Self::of(these.iter().zip(those).map(|(a, b)| a / b).collect())
    }
}

/// A mean and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// Its standard error: the true mean is within twice of it nineteen times of twenty.
    pub error: f64,
}

impl Mean {
    /// Of these figures, each measured independently; two at least, or the error is no number.
    #[must_use]
    pub fn of(figures: &[f64]) -> Self {
        let count = figures.len() as f64;
        let mean = figures.iter().sum::<f64>() / count;
        let squares: f64 = figures.iter().map(|figure| (figure - mean).powi(2)).sum();
        Self {
            mean,
            error: (squares / (count - 1.0) / count).sqrt(),
        }
    }

    /// The ratio of two independent means; the relative errors add up as squares.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        let mean = self.mean / other.mean;
        let relative = (self.error / self.mean).hypot(other.error / other.mean);
        Self {
            mean,
            error: mean * relative,
        }
    }
}

/// Of sorted figures, with a straight line between neighbours.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let place = part * last as f64;
    let (below, above) = (place.floor(), place.ceil());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the last index"
    )]
    let (lower, upper) = (sorted[below as usize], sorted[above as usize]);
    lower + (upper - lower) * (place - below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_a_mean_falls_with_the_root_of_the_number() {
        let mean = Mean::of(&[1.0, 3.0]);
        assert_eq!((mean.mean, mean.error), (2.0, 1.0));
        let many = Mean::of(&[1.0, 3.0].repeat(50));
        assert!((many.error - 0.1005).abs() < 0.0001);
        let ratio = mean.over(Mean::of(&[4.0, 4.0]));
        assert_eq!((ratio.mean, ratio.error), (0.5, 0.25));
    }

    #[test]
    fn median_and_tenths_lie_on_the_line_between_neighbours() {
        let spread = Spread::of((0..=20).rev().map(f64::from).collect());
        assert_eq!(
            spread,
            Spread {
                low: 2.0,
                median: 10.0,
                high: 18.0
            }
        );
        assert_eq!(Spread::of(vec![1.0, 2.0]).median, 1.5);
        assert_eq!(Spread::of(Vec::new()).median, 0.0);
    }
}
