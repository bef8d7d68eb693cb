// PhotosUI, and NSItemProvider, which Foundation lacks on Linux. Names and signatures from Apple's documentation.
import UIKit

public struct PHPickerFilter: Sendable { public static let images = PHPickerFilter() }
public struct PHPickerConfiguration: Sendable {
    public var filter: PHPickerFilter?
    public var selectionLimit = 1
    public init() {}
}
public final class NSItemProvider: @unchecked Sendable {
    let data: Data
    public init(stub data: Data) { self.data = data }
    @discardableResult public func loadDataRepresentation(
        forTypeIdentifier typeIdentifier: String, completionHandler: @escaping @Sendable (Data?, (any Error)?) -> Void
    ) -> Progress {
        DispatchQueue.global().async { completionHandler(self.data, nil) }
        return Progress(totalUnitCount: 1)
    }
}
public struct PHPickerResult: Sendable {
    public let itemProvider: NSItemProvider
    public init(stub data: Data) { itemProvider = NSItemProvider(stub: data) }
}
@MainActor public protocol PHPickerViewControllerDelegate: AnyObject {
    func picker(_ picker: PHPickerViewController, didFinishPicking results: [PHPickerResult])
}
/// https://developer.apple.com/documentation/photosui/phpickerviewcontroller
@MainActor open class PHPickerViewController: UIViewController {
    open weak var delegate: (any PHPickerViewControllerDelegate)?
    public init(configuration: PHPickerConfiguration) { super.init(nibName: nil, bundle: nil) }
    public required init?(coder: NSCoder) { fatalError("not from a nib") }
}
