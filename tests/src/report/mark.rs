//! The eyeglasses, Sotto's mark of secure mode.

/// How the eyeglasses are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Secure mode is off.
    Outline,
    /// Secure mode is on.
    Filled,
    /// Secure mode was refused or broken.
    Slashed,
}

impl Mark {
    /// The mark as an SVG element, in the text's colour; `label` is what a screen reader says.
    #[must_use]
    pub fn svg(self, label: &str) -> String {
        let lens = match self {
            Self::Outline => "none",
            Self::Filled | Self::Slashed => "currentColor",
        };
        let slash = match self {
            // The wider stroke in the colour of the ground cuts the lenses, the thin one is seen.
            Self::Slashed => {
                "<path class=\"cut\" d=\"M10 27 38 1\" stroke-width=\"7\"/>\
                 <path d=\"M10 27 38 1\"/>"
            }
            Self::Outline | Self::Filled => "",
        };
        let label = super::text::escape(label);
        format!(
            "<svg class=\"mark\" viewBox=\"0 0 48 28\" role=\"img\" aria-label=\"{label}\" \
             fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.4\" stroke-linecap=\"round\" \
             stroke-linejoin=\"round\">\
             <path d=\"M5 13 2.5 6.5Q2 5 4 4.5M43 13l2.5-6.5Q46 5 44 4.5M21 14.5q3-3 6 0\"/>\
             <path fill=\"{lens}\" d=\"M5 12.5h14.5q2 0 1.8 2.5-.8 8-8.3 8t-9-7q-.6-3.5 1-3.5z\
             M43 12.5H28.5q-2 0-1.8 2.5 .8 8 8.3 8t9-7q.6-3.5-1-3.5z\"/>{slash}</svg>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_marks_differ_and_say_what_they_mean() {
        let all = [Mark::Outline, Mark::Filled, Mark::Slashed].map(|mark| mark.svg("on & off"));
        assert!(all[0] != all[1] && all[1] != all[2]);
        assert!(all.iter().all(|svg| svg.contains("on &amp; off")));
    }
}
