// The application, its scenes, the device.
import Foundation

/// https://developer.apple.com/documentation/uikit/uiapplication
@MainActor open class UIApplication: UIResponder {
    public enum State: Int, Sendable { case active, inactive, background }
    public struct LaunchOptionsKey: Hashable, Sendable {}
    public static let shared = UIApplication()
    open var applicationState = State.active
    open var isIdleTimerDisabled = false
    open weak var delegate: (any UIApplicationDelegate)?
    public static let openSettingsURLString = "app-settings:"
    public static let userDidTakeScreenshotNotification = Notification.Name(
        "UIApplicationUserDidTakeScreenshotNotification")
    public static let significantTimeChangeNotification = Notification.Name("UIApplicationSignificantTimeChangeNotification")
    public static let didBecomeActiveNotification = Notification.Name("UIApplicationDidBecomeActiveNotification")
    public static let willResignActiveNotification = Notification.Name("UIApplicationWillResignActiveNotification")
    public var stubOpened: [URL] = []
    open func open(
        _ url: URL, options: [OpenExternalURLOptionsKey: Any] = [:],
        completionHandler completion: (@MainActor @Sendable (Bool) -> Void)? = nil
    ) {
        stubOpened.append(url)
    }
    public struct OpenExternalURLOptionsKey: Hashable, Sendable {}
    public struct ExtensionPointIdentifier: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let keyboard = ExtensionPointIdentifier(rawValue: "com.apple.keyboard-service")
    }
    open func registerForRemoteNotifications() {}
}

/// https://developer.apple.com/documentation/uikit/uiapplicationdelegate
@MainActor public protocol UIApplicationDelegate: StubObject {
    init()
    func application(
        _ application: UIApplication,
        didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool
    func application(
        _ application: UIApplication, configurationForConnecting connectingSceneSession: UISceneSession,
        options: UIScene.ConnectionOptions
    ) -> UISceneConfiguration
    func application(
        _ application: UIApplication,
        shouldAllowExtensionPointIdentifier extensionPointIdentifier: UIApplication.ExtensionPointIdentifier
    ) -> Bool
}
extension UIApplicationDelegate {
    public static func main() { _ = Self() }
}

@MainActor open class UISceneSession: NSObject {
    public struct Role: Hashable, Sendable {
        public static let windowApplication = Role()
    }
    public let role = Role.windowApplication
    nonisolated public override init() {}
}
@MainActor open class UISceneConfiguration: NSObject {
    open var delegateClass: AnyClass?
    public init(name: String?, sessionRole: UISceneSession.Role) {}
}
@MainActor open class UIOpenURLContext: NSObject {
    public let url: URL
    init(_ url: URL) { self.url = url }
}

/// https://developer.apple.com/documentation/uikit/uiscene
@MainActor open class UIScene: UIResponder {
    @MainActor open class ConnectionOptions: NSObject {
        public var urlContexts: Set<UIOpenURLContext> = []
        nonisolated public override init() {}
    }
    public enum ActivationState: Int, Sendable { case unattached = -1, foregroundActive, foregroundInactive, background }
    public static let willDeactivateNotification = Notification.Name("UISceneWillDeactivateNotification")
    public static let didActivateNotification = Notification.Name("UISceneDidActivateNotification")
}
public enum UIInterfaceOrientation: Int, Sendable {
    case unknown, portrait, portraitUpsideDown, landscapeRight, landscapeLeft
}
@MainActor open class UIWindowScene: UIScene {
    public var stubFrame = CGRect(x: 0, y: 0, width: 390, height: 844)
    public var stubWindows: [UIWindow] = []
    open var windows: [UIWindow] { stubWindows }
    open var traitCollection: UITraitCollection { .stubSystem }
    open var screen: UIScreen { .main }
    open var interfaceOrientation: UIInterfaceOrientation { stubOrientation }
    public var stubOrientation = UIInterfaceOrientation.portrait
}

/// https://developer.apple.com/documentation/uikit/uiwindowscenedelegate
@MainActor public protocol UISceneDelegate: StubObject {
    func scene(
        _ scene: UIScene, willConnectTo session: UISceneSession, options connectionOptions: UIScene.ConnectionOptions)
    func scene(_ scene: UIScene, openURLContexts URLContexts: Set<UIOpenURLContext>)
    func sceneDidBecomeActive(_ scene: UIScene)
    func sceneWillResignActive(_ scene: UIScene)
    func sceneDidEnterBackground(_ scene: UIScene)
    func sceneWillEnterForeground(_ scene: UIScene)
}
@MainActor public protocol UIWindowSceneDelegate: UISceneDelegate {
    var window: UIWindow? { get set }
}

/// https://developer.apple.com/documentation/uikit/uiscreen
@MainActor open class UIScreen: NSObject {
    public static let main = UIScreen()
    open var brightness: CGFloat = 0.5
    open var isCaptured: Bool { UITraitCollection.stubSystem.sceneCaptureState == .active }
    nonisolated override init() {}
}

/// https://developer.apple.com/documentation/uikit/uidevice
public enum UIUserInterfaceIdiom: Int, Sendable { case unspecified = -1, phone, pad }
@MainActor open class UIDevice: NSObject {
    open var userInterfaceIdiom: UIUserInterfaceIdiom { .phone }
    public static let current = UIDevice()
    open var isProximityMonitoringEnabled = false
    nonisolated override init() {}
}

/// https://developer.apple.com/documentation/uikit/uinotificationfeedbackgenerator
@MainActor open class UINotificationFeedbackGenerator: NSObject {
    public enum FeedbackType: Int, Sendable { case success, warning, error }
    nonisolated public override init() {}
    open func notificationOccurred(_ notificationType: FeedbackType) {}
}
