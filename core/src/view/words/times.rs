//! Times.

phrases! {
    NOW = "time.now", "just now";
    MINUTES = "time.minutes", "{count} min ago";
    HOURS = "time.hours", "{count} h ago";
    DAYS = "time.days", "{count} days ago";
}
