//! The tables of a phone's store.

/// A table: rows of one kind, each found by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Table {
    /// This phone's identity, access token and server.
    Account,
    /// Private halves of prekeys, and the next prekey id.
    Prekeys,
    /// Contacts and the identifiers that lead to them.
    Contacts,
    /// Ids of containers that were opened, until these expire.
    Containers,
    /// The call log. A call in secure mode at level 2 or above never gets a row (S1.2).
    Calls,
    /// What the user chose.
    Settings,
    /// Contents that the post office is to send.
    Posts,
    /// Which account still waits for which post.
    Due,
    /// Messages of chats, a group for each conversation. Read in pages, never as a whole.
    Messages,
    /// What the list of chats shows of each conversation, and what is still to be told of it.
    Chats,
    /// Dings that were sent or came, without what they say (S1.8).
    Dings,
    /// What Dings say, as long as it may be heard.
    DingContents,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 12] = [
        Self::Account,
        Self::Prekeys,
        Self::Contacts,
        Self::Containers,
        Self::Calls,
        Self::Settings,
        Self::Posts,
        Self::Due,
        Self::Messages,
        Self::Chats,
        Self::Dings,
        Self::DingContents,
    ];

    /// For a table that is read in pages: how many bytes at the start of a key name the group; what follows is the order
    /// within it.
    #[must_use]
    pub const fn group(self) -> Option<usize> {
        match self {
            Self::Messages => Some(16),
            _ => None,
        }
    }

    /// The table's name as the store keeps it; never changes once released.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Prekeys => "prekeys",
            Self::Contacts => "contacts",
            Self::Containers => "containers",
            Self::Calls => "calls",
            Self::Settings => "settings",
            Self::Posts => "posts",
            Self::Due => "due",
            Self::Messages => "messages",
            Self::Chats => "chats",
            Self::Dings => "dings",
            Self::DingContents => "ding_contents",
        }
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
