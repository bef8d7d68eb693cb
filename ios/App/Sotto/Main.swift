// The app's entry: one shell, one scene. Everything else is in the package.
import SottoApp
import SottoKit
import UIKit

@main
final class AppDelegate: UIResponder, UIApplicationDelegate {
    private(set) var shell: Shell?

    func application(
        _ application: UIApplication,
        didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool {
        // made here and not with the scene: a wake-up starts the app without one
        shell = try? makeShell()
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

    private func makeShell() throws -> Shell {
        let files = FileManager.default
        let support = try files.url(
            for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        var folder = support.appendingPathComponent("phone", isDirectory: true)
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        // the enclave of another device could not open it
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        try folder.setResourceValues(values)
        let key = EnclaveKey(file: support.appendingPathComponent("vault.key"))
        return Shell(
            folder: folder, vault: EnclaveVault(key), preferred: Bundle.main.preferredLocalizations,
            hasReceiver: UIDevice.current.userInterfaceIdiom == .phone)
    }
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
        let links = connectionOptions.urlContexts.map(\.url)
        Task {
            await shell.show(in: window)
            if let link = links.first { shell.open(link) }
        }
    }

    func scene(_ scene: UIScene, openURLContexts URLContexts: Set<UIOpenURLContext>) {
        if let link = URLContexts.first?.url { shell?.open(link) }
    }

    func sceneDidBecomeActive(_ scene: UIScene) { shell?.inFront(true) }
    func sceneWillResignActive(_ scene: UIScene) { shell?.inFront(false) }
}
