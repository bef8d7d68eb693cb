//! Whether the iOS shell keeps to what Apple publishes, as far as its text can tell: it imports the frameworks that are
//! declared and no others, and names nothing by which an app gets at what is hidden.

/// What may be imported: each of these is declared under `ios/Declarations`, or a module of this package.
const MODULES: &[&str] = &[
    "AVFAudio",
    "AVFoundation",
    "CallKit",
    "CoreMotion",
    "CryptoKit",
    "DeviceCheck",
    "Foundation",
    "LocalAuthentication",
    "PhotosUI",
    "PushKit",
    "Sotto",
    "SottoApp",
    "SottoKit",
    "UIKit",
    "UniformTypeIdentifiers",
    "UserNotifications",
];

/// Ways to what is not published, or to what the compiler cannot check.
const HIDDEN: &[&str] = &[
    "#selector",
    "@_silgen_name",
    "@objc",
    "KeyPath",
    "NSClassFromString",
    "NSInvocation",
    "NSSelectorFromString",
    "Selector(",
    "class_getInstanceMethod",
    "dlopen",
    "dlsym",
    "forKey:",
    "method_exchange",
    "objc_",
    "perform(Selector",
    "unsafeBitCast",
];

/// What a file does that it may not; `None` where there is nothing.
pub(super) fn fault(text: &str) -> Option<String> {
    for line in text.lines() {
        let code = line.split("//").next().unwrap_or_default().trim();
        let code = code.strip_prefix("@_exported ").unwrap_or(code);
        let code = code.strip_prefix("@testable ").unwrap_or(code);
        if let Some(module) = code.strip_prefix("import ")
            && !MODULES.contains(&module)
        {
            return Some(format!("it imports {module}, which is not declared"));
        }
        if let Some(way) = HIDDEN.iter().find(|way| code.contains(**way)) {
            return Some(format!("{way} leads past what Apple publishes: {code}"));
        }
        // names of the system's own begin so
        let hidden = code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
        let mut hidden = hidden.filter(|word| word.contains("._"));
        if let Some(word) = hidden.next() {
            return Some(format!("{word} is nothing that Apple publishes"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn what_is_hidden_is_found_and_what_is_published_passes() {
        assert_eq!(fault("import UIKit\n// dlopen\nview.pin(child)\n"), None);
        for line in [
            "import PrivateFrameworks",
            "let made = NSClassFromString(\"UIHidden\")",
            "view.value(forKey: \"_hidden\")",
            "view._setHidden(true)",
            "button.addTarget(self, action: #selector(tapped), for: .touchUpInside)",
        ] {
            assert!(fault(line).is_some(), "{line}");
        }
    }
}
