package app.sotto.android

import android.content.Context
import android.hardware.*
import android.os.PowerManager
import android.view.MotionEvent
import app.sotto.*
import java.nio.ByteBuffer

/** 100 readings a second. */
private const val RATE_US = 10_000

/** Passes touches or the accelerometer's readings to the core while it wants them; they are kept nowhere. */
class Gestures(private val context: Context, private val phone: () -> Phone?) : SensorEventListener {
    // a window that is being made has no services yet
    private val sensors by lazy { context.getSystemService(SensorManager::class.java) }
    private var listens = false

    /** The sensor sleeps unless a shake is wanted in this window. */
    fun follow(shown: Boolean) {
        val wanted = shown && phone()?.wantedSamples() == GestureKind.SHAKE
        if (wanted == listens) return
        listens = wanted
        val accelerometer = sensors?.getDefaultSensor(Sensor.TYPE_ACCELEROMETER)
        if (wanted) sensors?.registerListener(this, accelerometer, RATE_US) else sensors?.unregisterListener(this)
    }

    fun touched(event: MotionEvent) {
        val core = phone() ?: return
        val kind = core.wantedSamples()
        if (kind == null || kind == GestureKind.SHAKE) return
        val phase = when (event.actionMasked) {
            MotionEvent.ACTION_DOWN, MotionEvent.ACTION_POINTER_DOWN -> TouchPhase.BEGAN
            MotionEvent.ACTION_UP, MotionEvent.ACTION_POINTER_UP -> TouchPhase.ENDED
            MotionEvent.ACTION_MOVE -> TouchPhase.MOVED
            else -> TouchPhase.CANCELLED
        }
        val fingers = if (phase == TouchPhase.MOVED) 0 until event.pointerCount else event.actionIndex..event.actionIndex
        val density = context.resources.displayMetrics.density
        core.samples(fingers.map {
            val finger = event.getPointerId(it).toUInt()
            Sample.Touch((event.eventTime * 1_000_000).toULong(), finger, phase, event.getX(it) / density, event.getY(it) / density)
        })
    }

    override fun onSensorChanged(event: SensorEvent) {
        val (x, y, z) = event.values
        phone()?.samples(listOf(Sample.Motion(event.timestamp.toULong(), x, y, z)))
    }

    override fun onAccuracyChanged(sensor: Sensor, accuracy: Int) = Unit
}

private const val ENOUGH = 1_024

/** Noise of the phone's sensors, mixed by the core into meeting keys (S2.1): one handful at each start. */
class SensorNoise(context: Context, private val give: (Phone, ByteArray) -> Unit) {
    private val manager = context.getSystemService(SensorManager::class.java)

    fun gather(phone: Phone) {
        val bytes = ByteBuffer.allocate(ENOUGH)
        val listener = object : SensorEventListener {
            override fun onSensorChanged(event: SensorEvent) {
                for (value in event.values) if (bytes.remaining() >= 4) bytes.putFloat(value)
                if (bytes.remaining() >= 8) bytes.putLong(event.timestamp)
                if (bytes.remaining() >= 8) return
                manager?.unregisterListener(this)
                give(phone, bytes.array())
            }

            override fun onAccuracyChanged(sensor: Sensor, accuracy: Int) = Unit
        }
        for (type in intArrayOf(Sensor.TYPE_ACCELEROMETER, Sensor.TYPE_GYROSCOPE, Sensor.TYPE_MAGNETIC_FIELD)) {
            manager?.getDefaultSensor(type)?.let { manager.registerListener(listener, it, SensorManager.SENSOR_DELAY_GAME) }
        }
    }
}

/** A lock that is forgotten ends by itself. */
private const val LONGEST_MS = 4 * 60 * 60 * 1_000L

/** The screen goes dark at the ear while a call runs. */
class Proximity(context: Context) {
    private val lock: PowerManager.WakeLock? = context.getSystemService(PowerManager::class.java)
        ?.takeIf { it.isWakeLockLevelSupported(PowerManager.PROXIMITY_SCREEN_OFF_WAKE_LOCK) }
        ?.newWakeLock(PowerManager.PROXIMITY_SCREEN_OFF_WAKE_LOCK, "sotto:ear")

    fun follow(call: Boolean) {
        val held = lock?.isHeld ?: return
        if (call && !held) lock.acquire(LONGEST_MS)
        if (!call && held) lock.release(PowerManager.RELEASE_FLAG_WAIT_FOR_NO_PROXIMITY)
    }
}
