package app.sotto.android.system

import android.content.Context
import android.hardware.*
import android.view.MotionEvent
import app.sotto.*

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
