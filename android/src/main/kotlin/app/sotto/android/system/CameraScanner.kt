package app.sotto.android.system

import android.annotation.SuppressLint
import android.content.Context
import android.graphics.ImageFormat
import android.graphics.SurfaceTexture
import android.hardware.camera2.*
import android.media.Image
import android.media.ImageReader
import android.os.Handler
import android.os.HandlerThread
import android.view.Surface
import android.view.TextureView
import app.sotto.ScanException
import app.sotto.Scanner
import app.sotto.android.MainThread
import java.nio.ByteBuffer
import kotlinx.coroutines.*

private const val WIDTH = 1_280
private const val HEIGHT = 720

/** The back camera: its picture on the screen, its luma planes straight to the core's scanner. */
class CameraScanner(
    private val context: Context, private val picture: TextureView,
    private val found: (String?) -> Unit, private val lost: () -> Unit,
) {
    private val manager = context.service<CameraManager>()
    private var scanner: Scanner? = null
    private var waiting: Job? = null
    private var thread: HandlerThread? = null
    private var device: CameraDevice? = null
    private var session: CameraCaptureSession? = null
    private var reader: ImageReader? = null
    private var request: CaptureRequest.Builder? = null
    private var pictureFrame: ULong? = null

    fun start() {
        if (scanner != null) return
        if (manager.cameraIdList.isEmpty()) return lost()
        listen()
        val surface = picture.surfaceTexture
        if (surface != null) return open(surface)
        picture.surfaceTextureListener = object : TextureView.SurfaceTextureListener {
            override fun onSurfaceTextureAvailable(texture: SurfaceTexture, width: Int, height: Int) = open(texture)
            override fun onSurfaceTextureSizeChanged(texture: SurfaceTexture, width: Int, height: Int) = Unit
            override fun onSurfaceTextureDestroyed(texture: SurfaceTexture): Boolean = true
            override fun onSurfaceTextureUpdated(texture: SurfaceTexture) = Unit
        }
    }

    fun stop() {
        picture.surfaceTextureListener = null
        waiting?.cancel()
        listOf(session, device, reader).forEach { it?.close() }
        thread?.quitSafely()
        scanner?.cancel()
        scanner = null
    }

    /** On, or off again. */
    fun light() {
        val builder = request ?: return
        val on = builder.get(CaptureRequest.FLASH_MODE) == CaptureRequest.FLASH_MODE_TORCH
        builder.set(CaptureRequest.FLASH_MODE, if (on) CaptureRequest.FLASH_MODE_OFF else CaptureRequest.FLASH_MODE_TORCH)
        guarded { session?.setRepeatingRequest(builder.build(), null, null) }
    }

    /** A picture that the person chose. */
    fun picture(file: ByteArray) {
        listen()
        try {
            pictureFrame = scanner?.offerPicture(direct(file))
        } catch (unreadable: ScanException) {
            found(null)
        }
    }

    private fun listen() {
        if (scanner != null) return
        val core = try {
            Scanner()
        } catch (none: ScanException) {
            return lost()
        }
        scanner = core
        waiting = CoroutineScope(MainThread).launch {
            while (true) {
                val result = try {
                    core.next() ?: break
                } catch (unreadable: ScanException) {
                    continue
                }
                val text = result.text
                if (text == null && result.frame != pictureFrame) continue
                found(text)
                if (text != null) break
            }
        }
    }

    @SuppressLint("MissingPermission")
    private fun open(texture: SurfaceTexture) = guarded {
        val id = manager.cameraIdList.firstOrNull { facing(it) == CameraCharacteristics.LENS_FACING_BACK }
            ?: manager.cameraIdList.firstOrNull()
            ?: return@guarded lost()
        val worker = HandlerThread("sotto-camera").apply { start() }
        thread = worker
        val handler = Handler(worker.looper)
        texture.setDefaultBufferSize(WIDTH, HEIGHT)
        val turn = manager.getCameraCharacteristics(id)[CameraCharacteristics.SENSOR_ORIENTATION] ?: 0
        val frames = ImageReader.newInstance(WIDTH, HEIGHT, ImageFormat.YUV_420_888, 2)
        frames.setOnImageAvailableListener({ it.acquireLatestImage()?.use { image -> offer(image, turn) } }, handler)
        reader = frames
        manager.openCamera(id, object : CameraDevice.StateCallback() {
            override fun onOpened(opened: CameraDevice) {
                device = opened
                guarded { show(opened, Surface(texture), frames.surface, handler) }
            }

            override fun onDisconnected(gone: CameraDevice) = gone(gone)
            override fun onError(gone: CameraDevice, error: Int) = gone(gone)
        }, handler)
    }

    @Suppress("DEPRECATION")
    private fun show(opened: CameraDevice, screen: Surface, frames: Surface, handler: Handler) {
        val builder = opened.createCaptureRequest(CameraDevice.TEMPLATE_PREVIEW).apply {
            addTarget(screen)
            addTarget(frames)
            set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE)
        }
        request = builder
        opened.createCaptureSession(listOf(screen, frames), object : CameraCaptureSession.StateCallback() {
            override fun onConfigured(configured: CameraCaptureSession) {
                session = configured
                guarded { configured.setRepeatingRequest(builder.build(), null, handler) }
            }

            override fun onConfigureFailed(failed: CameraCaptureSession) = tellLost()
        }, handler)
    }

    /** The plane crosses without a copy; the core takes one frame at a time and skips what comes meanwhile. */
    private fun offer(image: Image, turn: Int) {
        val luma = image.planes[0]
        try {
            scanner?.offer(luma.buffer, image.width.toUInt(), image.height.toUInt(), luma.rowStride.toUInt(), turn.toUInt())
        } catch (refused: ScanException) {
            // the next frame is there in a moment
        }
    }

    private fun direct(bytes: ByteArray): ByteBuffer = ByteBuffer.allocateDirect(bytes.size).put(bytes).apply { flip() }
    private fun facing(id: String): Int? = manager.getCameraCharacteristics(id).get(CameraCharacteristics.LENS_FACING)

    private fun gone(camera: CameraDevice) {
        camera.close()
        tellLost()
    }

    private fun tellLost() {
        picture.post(lost)
    }

    /** Whatever the camera's service throws means that it cannot be used now: taken, closed, forbidden, gone. */
    private fun guarded(work: () -> Unit) = try {
        work()
    } catch (unusable: Exception) {
        tellLost()
    }
}
