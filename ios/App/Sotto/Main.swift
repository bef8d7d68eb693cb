// The app's entry: one shell, one scene. Everything else is in the package.
import SottoApp
import SottoKit
import UIKit

@main
final class AppDelegate: UIResponder, UIApplicationDelegate {
    private(set) lazy var shell = Shell(
        folder: FileManager.default.urls(for: .applicationSupportDirectory, in: .userDomainMask)[0],
        preferred: Bundle.main.preferredLocalizations,
        hasReceiver: UIDevice.current.userInterfaceIdiom == .phone)

    func application(
        _ application: UIApplication,
        didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool {
        // made here and not with the scene: a wake-up starts the app without one
        _ = shell
        return true
    }

    func application(
        _ application: UIApplication, configurationForConnecting connectingSceneSession: UISceneSession,
        options: UIScene.ConnectionOptions
    ) -> UISceneConfiguration {
        let configuration = UISceneConfiguration(name: nil, sessionRole: connectingSceneSession.role)
        configuration.delegateClass = SceneDelegate.self
        return configuration
    }

    /// Keyboards of other makers may send what is typed.
    func application(
        _ application: UIApplication,
        shouldAllowExtensionPointIdentifier extensionPointIdentifier: UIApplication.ExtensionPointIdentifier
    ) -> Bool { extensionPointIdentifier != .keyboard }
}

final class SceneDelegate: UIResponder, UIWindowSceneDelegate {
    var window: UIWindow?
    private var shell: Shell? { (UIApplication.shared.delegate as? AppDelegate)?.shell }

    func scene(
        _ scene: UIScene, willConnectTo session: UISceneSession, options connectionOptions: UIScene.ConnectionOptions
    ) {
        guard let scene = scene as? UIWindowScene, let shell else { return }
        let window = TouchWindow(windowScene: scene)
        self.window = window
        if let link = connectionOptions.urlContexts.first?.url { shell.open(link) }
        Task { await shell.show(in: window) }
    }

    func scene(_ scene: UIScene, openURLContexts URLContexts: Set<UIOpenURLContext>) {
        if let link = URLContexts.first?.url { shell?.open(link) }
    }

    func sceneDidBecomeActive(_ scene: UIScene) { shell?.inFront(true) }
    func sceneWillResignActive(_ scene: UIScene) { shell?.inFront(false) }
    func sceneDidEnterBackground(_ scene: UIScene) { shell?.away(true) }
    func sceneWillEnterForeground(_ scene: UIScene) { shell?.away(false) }
}
