//! Enumerations of the core, once more for the bindings: the same names, checked by the compiler.

/// Declares an exported enumeration that has the same variants as one of the core.
macro_rules! mirror {
    ($(#[$about:meta])* $name:ident = $core:path { $($(#[$doc:meta])* $variant:ident,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl From<$core> for $name {
            fn from(core: $core) -> Self {
                match core { $(<$core>::$variant => Self::$variant,)* }
            }
        }

        impl $crate::language::Shown<$core> for $name {
            fn shown(core: $core, _: sotto_core::view::Language) -> Self {
                core.into()
            }
        }
    };
    // for an enumeration of the core that may grow without notice
    ($(#[$about:meta])* $name:ident = $core:path { $($(#[$doc:meta])* $variant:ident,)* } else $other:ident) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
            /// One that this version of the bindings has no name for.
            $other,
        }

        impl From<$core> for $name {
            fn from(core: $core) -> Self {
                match core { $(<$core>::$variant => Self::$variant,)* _ => Self::$other }
            }
        }

        impl $crate::language::Shown<$core> for $name {
            fn shown(core: $core, _: sotto_core::view::Language) -> Self {
                core.into()
            }
        }
    };
}

pub(crate) use mirror;
