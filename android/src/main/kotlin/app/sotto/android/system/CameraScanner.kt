package app.sotto.android

import android.annotation.SuppressLint
import android.content.Context
import android.graphics.*
import android.hardware.camera2.*
import android.media.*
import android.os.*
import android.view.*
import app.sotto.*
import java.nio.ByteBuffer
import kotlinx.coroutines.*

private const val WIDTH = 1_280
private const val HEIGHT = 720

/** The back camera: its picture on the screen, its luma planes straight to the core's scanner. */
class CameraScanner(
    private val context: Context, private val picture: TextureView,
    private val found: (text: String?, seen: Boolean) -> Unit, private val lost: () -> Unit,
) {
    private val manager = context.service<CameraManager>()
    @Volatile private var scanner: Scanner? = null
    private var waiting: Job? = null
    private var shot: Shot? = null
    private var reading: Job? = null

    fun start() {
        if (scanner != null) return
        if (runCatching { manager.cameraIdList.isEmpty() }.getOrDefault(true)) return lost()
        listen()
        val surface = picture.surfaceTexture
        if (surface != null) return open(surface)
        picture.surfaceTextureListener = object : TextureView.SurfaceTextureListener {
            override fun onSurfaceTextureAvailable(texture: SurfaceTexture, width: Int, height: Int) = open(texture)
            override fun onSurfaceTextureSizeChanged(texture: SurfaceTexture, width: Int, height: Int) = fit()
            override fun onSurfaceTextureDestroyed(texture: SurfaceTexture): Boolean = true
            override fun onSurfaceTextureUpdated(texture: SurfaceTexture) = Unit
        }
    }

    fun stop() {
        picture.surfaceTextureListener = null
        waiting?.cancel()
        reading?.cancel()
        shot?.close()
        shot = null
        scanner?.cancel()
        scanner = null
    }

    /** On, or off again. */
    fun light() = shot?.light() ?: lost()

    /** A picture that the person chose, by a scanner of its own: what stands in it, the camera did not see. Reading takes as long as it is large. */
    fun picture(file: ByteArray) {
        reading?.cancel()
        reading = CoroutineScope(MainThread).launch {
            val text = try {
                Scanner().use { own ->
                    withContext(Dispatchers.IO) { own.offerPicture(ByteBuffer.allocateDirect(file.size).put(file).apply { flip() }) }
                    own.next()?.text
                }
            } catch (unreadable: ScanException) {
                null
            }
            found(text, false)
        }
    }

    private fun listen() {
        val core = runCatching { Scanner() }.getOrElse { return lost() }
        scanner = core
        waiting = CoroutineScope(MainThread).launch {
            var text: String? = null
            while (text == null) text = (core.next() ?: return@launch).text
            found(text, true)
        }
    }

    private fun open(texture: SurfaceTexture) = guarded {
        val all = manager.cameraIdList
        val id = all.firstOrNull { manager.getCameraCharacteristics(it)[CameraCharacteristics.LENS_FACING] == CameraCharacteristics.LENS_FACING_BACK } ?: all.first()
        fit()
        shot = Shot(id, texture).apply { open() }
    }

    /** The system turns the picture upright for the phone's usual position and stretches it over the view: here it is made whole. */
    private fun fit() {
        val (wide, tall) = picture.width.toFloat() to picture.height.toFloat()
        if (wide == 0f || tall == 0f) return
        val turns = picture.display?.rotation ?: 0
        val scale = if (turns % 2 == 0) maxOf(wide / HEIGHT, tall / WIDTH) else maxOf(wide / WIDTH, tall / HEIGHT)
        picture.setTransform(Matrix().apply {
            setScale(HEIGHT * scale / wide, WIDTH * scale / tall, wide / 2, tall / 2)
            postRotate(-90f * turns, wide / 2, tall / 2)
        })
    }

    /** One time that the camera is on: on a thread of its own, closing too, so that no frame is taken away while it is read. */
    private inner class Shot(private val id: String, private val texture: SurfaceTexture) : CameraDevice.StateCallback() {
        private val worker = HandlerThread("sotto-camera").apply { start() }
        private val handler = Handler(worker.looper)
        private val turn = manager.getCameraCharacteristics(id)[CameraCharacteristics.SENSOR_ORIENTATION] ?: 0
        private val frames = ImageReader.newInstance(WIDTH, HEIGHT, ImageFormat.YUV_420_888, 2)
        private var device: CameraDevice? = null
        private var session: CameraCaptureSession? = null
        private var request: CaptureRequest.Builder? = null
        private var over = false

        @SuppressLint("MissingPermission")
        fun open() {
            texture.setDefaultBufferSize(WIDTH, HEIGHT)
            frames.setOnImageAvailableListener({ it.acquireLatestImage()?.use(::offer) }, handler)
            runCatching { manager.openCamera(id, this, handler) }.onFailure { worker.quitSafely() }.getOrThrow()
        }

        /** One that is being opened is closed when it is open. */
        fun close() {
            handler.post {
                over = true
                listOf(session, device, frames).forEach { it?.close() }
                if (device != null) worker.quitSafely()
            }
        }

        fun light() {
            handler.post {
                val builder = request ?: return@post
                val on = builder.get(CaptureRequest.FLASH_MODE) == CaptureRequest.FLASH_MODE_TORCH
                builder.set(CaptureRequest.FLASH_MODE, if (on) CaptureRequest.FLASH_MODE_OFF else CaptureRequest.FLASH_MODE_TORCH)
                guarded { session?.setRepeatingRequest(builder.build(), null, null) }
            }
        }

        override fun onOpened(opened: CameraDevice) {
            if (over) return gone(opened)
            device = opened
            guarded { show(opened, Surface(texture)) }
        }

        override fun onDisconnected(gone: CameraDevice) = gone(gone)
        override fun onError(gone: CameraDevice, error: Int) = gone(gone)

        private fun gone(camera: CameraDevice) {
            camera.close()
            worker.quitSafely()
            if (!over) tellLost()
        }

        @Suppress("DEPRECATION")
        private fun show(opened: CameraDevice, screen: Surface) {
            val builder = opened.createCaptureRequest(CameraDevice.TEMPLATE_PREVIEW).apply {
                addTarget(screen)
                addTarget(frames.surface)
                set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE)
            }
            request = builder
            opened.createCaptureSession(listOf(screen, frames.surface), object : CameraCaptureSession.StateCallback() {
                override fun onConfigured(configured: CameraCaptureSession) {
                    session = configured
                    guarded { configured.setRepeatingRequest(builder.build(), null, handler) }
                }

                override fun onConfigureFailed(failed: CameraCaptureSession) = tellLost()
            }, handler)
        }

        /** The plane crosses without a copy; the core takes one frame at a time and skips what comes meanwhile. */
        private fun offer(image: Image) {
            // where that fails the next frame is there in a moment, or the camera went away
            runCatching {
                val luma = image.planes[0]
                scanner?.offer(luma.buffer, image.width.toUInt(), image.height.toUInt(), luma.rowStride.toUInt(), turn.toUInt())
            }
        }
    }

    private fun tellLost() = picture.post(lost).let { }

    /** Whatever the camera's service throws means that it cannot be used now: taken, closed, forbidden, gone. */
    private fun guarded(work: () -> Unit) = runCatching(work).getOrElse { tellLost() }
}
