//! Times.

phrases! {
    NOW = "time.now";
    MINUTES = "time.minutes";
    HOURS = "time.hours";
    DAYS = "time.days";
}
